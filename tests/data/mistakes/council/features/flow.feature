Feature: Permit flow

  Scenario: nobody validates without the fee
    Given the Stage of the application is Received
    When Permit flow is moved to Validated
    Then the move is refused and mentions
      | Fee paid     |
      | Case officer |

  Scenario: consultation ends by itself
    Given the Stage of the application is Consultation
    And on 2026-03-02 it came to Consultation
    And today is 2026-03-30
    When Permit flow goes on by itself
    Then it has come to Assessment by itself

  Scenario: five objections bring a visit
    Given it is now 2026-03-10 10:00
    And the application is
      | id           | A00001      |
      | Site address | 3 Mill Lane |
      | Case officer | Aoife       |
      | Objections   | 5           |
    When the Objections of the application changes
    Then these tasks follow
      | Subject           | Sort of job | Assignee |
      | Visit 3 Mill Lane | Visit       | Aoife    |
