@club
Feature: Club

  Background:
    Given today is 2026-05-01

  Rule: hosts
    Scenario Outline: <name>
      Given the member has these Visits
        | Came on    | With guest |
        | 2026-04-01 | <guest>    |
      When member_badges is evaluated
      Then the host is <is host>

      @yes
      Examples:
        | name    | guest | is host |
        | alone   | no    | no      |
        | with me | yes   | true    |

  Rule: points
    Scenario: nobody's tier
      Given the Tier of the member is bronze
      And the activities is
        | visit | 3 |
        | spend | 1 |
      When miles is evaluated
      Then the total is 3
