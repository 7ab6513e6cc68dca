Feature: Badges and flow

  Scenario: a newcomer
    Given today is 2026-03-10
    And the Joined on of the person is 2026-02-01
    When person_badges is evaluated
    Then the Newcomer is true

  Scenario: nobody may skip a stage
    Given the Status of the ticket is New
    When ticket_flow is moved to Resolved
    Then the move is refused and mentions
      | New |

  Scenario: a poor score brings a task
    Given it is now 2026-03-10 09:00
    And the ticket is
      | id      | T00001          |
      | Summary | Printer on fire |
      | Agent   | Ann             |
      | Score   | 1               |
    When the Score of the ticket changes
    Then these tasks follow
      | Subject                    | Assignee | Due              |
      | Call about Printer on fire | Ann      | 2026-03-11 09:00 |
