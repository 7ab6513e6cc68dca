Feature: Waiting times

  Background:
    Given the case is
      | Pet name | Rex    |
      | Species  | Dog    |
      | State    | Booked |

  Rule: Emergencies are seen within five minutes

    Scenario Outline: in time and late
      Given the Acuity of the case is Emergency
      And the case was created at 2026-03-10 08:00
      And at 2026-03-10 09:00 the Arrived at of the case became 2026-03-10 09:00
      And at <seen> the Seen at of the case became <seen>
      When Waiting times are looked at at 2026-03-10 10:00
      Then Seen by a vet is due at 2026-03-10 09:05
      And the state of Seen by a vet is <state>

      Examples:
        | seen             | state   |
        | 2026-03-10 09:04 | in time |
        | 2026-03-10 09:20 | late    |

  Rule: Nobody is treated without consent

    Scenario: no consent
      Given the State of the case is Checked in
      And the Vet in charge of the case is Dr Lee
      And the Seen at of the case is 2026-03-10 09:00
      When Visit flow is moved to In treatment
      Then the move is refused and mentions
        | owner agrees |

    Scenario: pain brings a call
      Given it is now 2026-03-10 10:00
      And the case is
        | Vet in charge | Dr Lee |
        | Pain score    | 7      |
      When the Discharged at of the case changes
      Then these tasks follow
        | What to do            | Channel | Nurse  | Until            |
        | Call the owner of Rex | Phone   | Dr Lee | 2026-03-11 10:00 |
