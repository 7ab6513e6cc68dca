Feature: Forms of the charity

  Rule: Minors need a guardian

    Scenario: no guardian named
      Given today is 2026-06-01
      And the volunteer is
        | First name     | Aoife             |
        | Last name      | Byrne             |
        | E-mail address | aoife@example.org |
        | Date of birth  | 2010-02-03        |
        | Availability   | weekends          |
      When the volunteer is submitted
      Then Name of guardian is refused and mentions guardian

    Scenario: an adult
      Given today is 2026-06-01
      And the volunteer is
        | First name     | Sean             |
        | Last name      | Kelly            |
        | E-mail address | sean@example.org |
        | Date of birth  | 1990-02-03       |
        | Availability   | weekends         |
      When the volunteer is submitted
      Then the submission is accepted
      And what is stored has
        | Age | 36 |

  Rule: Feedback

    Background:
      Given the volunteer is
        | id          | VOL0001 |
        | First name  | Aoife   |
        | Coordinator | Mary    |
      And the answers are
        | Where do you mostly help?                 | food bank |
        | How many months have you been with us?    | 20        |
        | My tasks are clear                        | 4         |
        | My work is useful                         | 5         |
        | I am thanked for it                       | 3         |
        | I often feel worn out                     | 2         |
        | Would you recommend volunteering with us? | 8         |
        | Do you think of leaving?                  | no        |

    Scenario: all is well
      When volunteer_feedback is submitted
      Then the submission is accepted
      And the Mood comes to 4 points
      And nothing follows

    Scenario: somebody thinks of leaving
      Given Do you think of leaving? is answered with Yes
      And Why do you think of leaving? is answered with time
      And May we call you? is answered with yes
      And Your phone number is answered with 0851234567
      When volunteer_feedback is submitted
      Then Try to keep them follows and creates a Phone call
        | Urgency | high |
        | About | Aoife thinks of leaving |
