@intake
Feature: Intake questionnaire

  Background:
    Given the patient is
      | id        | P00001 |
      | Full name | Jo Doe |
      | Nurse     | Kim    |
    And the answers are
      | Sex                     | male |
      | Your age                | 40   |
      | Do you smoke?           | no   |
      | Little interest         | 1    |
      | Feeling down            | 0    |
      | Trouble sleeping        | 2    |
      | Feeling tired           | 1    |
      | How hard did this make your life? | somewhat |
    And the seconds of the meta is 300

  Scenario: the usual
    When Intake questionnaire is submitted
    Then the submission is accepted
    And the Mood comes to 4 points
    And nothing follows

  Scenario: a smoker says how many
    Given Do you smoke? is answered with yes
    When Intake questionnaire is submitted
    Then Cigarettes a day is refused and mentions Cigarettes a day

  Scenario Outline: low mood
    Given Feeling down is answered with <down>
    And Trouble sleeping is answered with <sleep>
    When Intake questionnaire is submitted
    Then the Mood comes to <mood> points

    Examples:
      | down | sleep | mood |
      | 3    | 3     | 8    |
      | 0    | 0     | 2    |
