Feature: Support limits
  How fast we answer and fix.

  Background:
    Given the ticket is
      | Summary | Printer on fire |
      | Status  | New             |

  Rule: P1 tickets are answered within 15 minutes

    Scenario Outline: just in time, and too late
      Given the Priority of the ticket is P1
      And the ticket was created at 2026-03-10 09:00
      And at <answered> the Answered at of the ticket became <answered>
      When Support limits are looked at at 2026-03-10 12:00
      Then First answer is due at 2026-03-10 09:15
      And the state of First answer is <state>

      Examples:
        | answered         | state   |
        | 2026-03-10 09:15 | in time |
        | 2026-03-10 09:16 | late    |

  Rule: Waiting does not count

    Scenario: an hour of waiting
      Given the Priority of the ticket is P1
      And the ticket was created at 2026-03-10 09:00
      And at 2026-03-10 10:00 the Status of the ticket became Waiting for user
      And at 2026-03-10 11:00 the Status of the ticket became In progress
      When Support limits are looked at at 2026-03-10 12:00
      Then Fix is due at 2026-03-10 14:00
      And Fix has counted 2:00
