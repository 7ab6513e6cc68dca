# a plain English feature
@returns
Feature: Returns

  Background:
    Given the Return is
      | Price paid | 100     |
      | Membership | silver  |
      | Bought on  | 2026-03-01 |

  Rule: after thirty days nobody may change his mind

    Example: too late
      Given the Return is
        | Reason       | changed my mind |
        | Announced on | 2026-04-05 |
      When Right to return is evaluated
      Then the verdict is refuse

    Example: in time
      Given the Return is
        | Reason       | changed my mind |
        | Announced on | 2026-03-05 |
      When right_to_return is evaluated
      Then the verdict is accept

  Scenario: worn and opened
    Given the Return is
      | Reason    | changed my mind |
      | Condition | heavy wear      |
      | Opened    | true            |
    When Refund share is evaluated
    Then the refund is 50%
