Feature: Support
  Scenario: an outage of the api
    Given the ticket is
      | Users affected    | 60    |
      | Workaround exists | false |
      | Product           | api   |
    When severity_of is evaluated
    Then the level is S1
  Scenario: enterprise S1 is answered around the clock
    Given the ticket is
      | Plan     | enterprise |
      | Severity | S1         |
    And the ticket was created at 2026-12-25 03:00
    When Support times are looked at at 2026-12-25 03:05
    Then First reply is due at 2026-12-25 03:15
