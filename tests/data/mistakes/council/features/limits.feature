Feature: Permit limits
  How long we may take.

  Background:
    Given the application is
      | Site address    | 3 Mill Lane |
      | Type of work    | Demolition  |
      | Listed building | false       |
      | Stage           | Received    |

  Scenario: eight weeks for a demolition
    Given the application was created at 2026-03-02 10:00
    And at 2026-03-03 10:00 the Validated at of the application became 2026-03-03 10:00
    When Permit limits are looked at at 2026-03-04 10:00
    Then Decision is due at 2026-04-28 10:00
    And the state of Decision is running
    And Notice to neighbours has counted 24:00

  Scenario Outline: validation in five working days
    Given the application was created at 2026-03-02 10:00
    And at <validated> the Validated at of the application became <validated>
    When Permit limits are looked at at 2026-03-20 10:00
    Then Validation is due at 2026-03-09 17:00
    And the state of Validation is <state>

    Examples:
      | validated        | state   |
      | 2026-03-09 17:00 | in time |
      | 2026-03-10 09:10 | late    |
