Feature: Returns

  Background:
    Given the Reason of the return_case is Changed mind
    And the Package opened of the return_case is no

  Scenario: within two weeks
    Given the Days since delivery of the return_case is 10
    When refund is evaluated
    Then the refund is Full
    And the fee is 5

  Scenario Outline: a buyer with <rate>
    Given the Return rate of the buyer is <rate>
    And the Yearly spend of the buyer is 6000
    When trust is evaluated
    Then the Trust score is <score>

    Examples:
      | rate | score |
      | 2%   | 10    |
      | 10%  | 7.6   |
