Feature: Farm
  Scenario: an organic specialty lot
    Given the delivery is
      | Weight   | 100 |
      | Moisture | 11% |
      | Defects  | 3   |
    And the grower is
      | Organic | true |
      | Advance | 20   |
    When Payment is evaluated
    Then the gross is 520
    And the net is 484.4
  Scenario: too wet
    Given the Moisture of the delivery is 14%
    When Grading is evaluated
    Then the Grade is reject
