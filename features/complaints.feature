Feature: A complaint, from the call to the archive
  What the service lead of an English-speaking team relies on: who takes a complaint, by when it is answered and solved,
  what has to be done before it may be closed, and what a bad rating brings about.
  The rules are in configs/sla.yaml, pipelines.yaml, automations.yaml and decisions/requests.yaml.

  Background:
    Given the Request is
      | id           | W017                                        |
      | Requested by | C002                                        |
      | Request type | Complaint                                   |
      | Description  | Delivery three days late, line stands still |
      | Handler      | 孙*                                         |

  @R066 @R075
  Rule: What stops the customer's business is urgent, and a complaint goes to the service supervisor

    Scenario Outline: How urgent it is
      Given the Affects core business of the Request is <core>
      And the Important matter of the Request is <important>
      When Urgency of a request is evaluated
      Then the result is <urgency>

      Examples:
        | core  | important | urgency |
        | true  | false     | 紧急    |
        | false | true      | 重要    |
        | false | false     | 常规    |

    Scenario: Four steps, led by the supervisor
      When Template of the strategy is evaluated
      Then the 措施 is 道歉, 调查, 补偿, 改进
      And the 牵头 is 客服主管

  @R052
  Rule: It goes to whoever has the skill, works in the region and has least on the desk

    Scenario Outline: Three people in the east
      Given the Region of the Request is East
      And a group of staff
        | name | skills | region | open_requests | on_leave |
        | Sun  | 投诉   | East   | 3             | false    |
        | Zhou | 投诉   | East   | 1             | <leave>  |
        | Wu   | 报修   | East   | 0             | false    |
      When Assignment is evaluated
      Then the result is <person>

      Examples:
        | leave | person |
        | false | Zhou   |
        | true  | Sun    |

  @R053 @R067 @R070
  Rule: Answered within two hours and solved within a day, at night and on holidays too

    Scenario: Routine or not, the complaint's own limits are the stricter ones
      Given the Urgency of the Request is Routine
      And the Request was created at 2024-10-01 22:30
      When Limits for requests are looked at at 2024-10-01 23:00
      Then First response is due at 2024-10-02 00:30
      And Resolution is due at 2024-10-02 22:30
      And the state of First response is running
      And First response has told nobody

    Scenario: A quarter of the time is left, then none
      Given the Request was created at 2024-10-01 22:30
      When Limits for requests are looked at at 2024-10-02 00:31
      Then the state of First response is late
      And First response has told
        | 2024-10-02 00:00 | warning  |
        | 2024-10-02 00:30 | 客服主管 |

    Scenario: Waiting for the customer does not count
      Given the Request was created at 2024-10-08 09:00
      And at 2024-10-08 11:00 the Request status of the Request became Waiting for customer
      And at 2024-10-08 16:00 the Request status of the Request became In progress
      And at 2024-10-09 13:30 the Solved at of the Request became 2024-10-09 13:30
      When Limits for requests are looked at at 2024-10-09 18:00
      Then Resolution is due at 2024-10-09 14:00
      And Resolution has counted 23:30
      And the state of Resolution is in time

  @R075
  Rule: First an apology, then the cause, then a remedy, and a call before anything is closed

    Scenario: No apology, no investigation
      Given the Step of the complaint of the Request is Accept and apologise
      When Complaint procedure is moved to Analyse and investigate
      Then the move is refused and mentions
        | 已致歉 |

    Scenario: The cause is not known yet
      Given the Step of the complaint of the Request is Analyse and investigate
      When Complaint procedure is moved to Solve and compensate
      Then the move is refused and mentions
        | 原因已查明 |

    Scenario: The cause is known
      Given the Step of the complaint of the Request is Analyse and investigate
      And the Finding of the Request is The carrier changed depots
      When Complaint procedure is moved to Solve and compensate
      Then the move is allowed

    Scenario: The remedy cannot come before the cause
      Given the Step of the complaint of the Request is Accept and apologise
      And the Apologised of the Request is true
      When Complaint procedure is moved to Solve and compensate
      Then the move is refused and mentions
        | leaves out |

  @R060 @R061 @R082
  Rule: Solved is not the end

    Scenario: A call within 48 hours of the solution
      Given it is now 2024-10-09 14:00
      And the Solved at of the Request is 2024-10-09 13:30
      When the Solved at of the Request changes
      Then these tasks follow
        | title         | due              | owner |
        | 投诉回访 W017 | 2024-10-11 13:30 | 孙*   |

    Scenario Outline: What a rating brings about
      Given it is now 2024-10-09 20:00
      And the Rating of the Request is <rating>
      When the Rating of the Request changes
      Then <what follows>

      Examples:
        | rating | what follows          |
        | 4      | nothing is to be done |
        | 5      | nothing is to be done |

    Scenario: Two out of five calls for a call, and for an improvement
      Given it is now 2024-10-09 20:00
      And the Rating of the Request is 2
      When the Rating of the Request changes
      Then these tasks follow
        | Kind of task | due              | Priority |
        | 回访         | 2024-10-10 20:00 |          |
        | 改进         |                  | 高       |

    Scenario: The call is made, but nobody wrote down why
      Given the Rating of the Request is 2
      And the Low-score call-back at of the Request is 2024-10-10 09:00
      When the Request is submitted
      Then Cause of the low score is refused and mentions is needed

  @R088 @R120
  Rule: Complaints tell on the relationship

    Scenario: Orders down by a third, and a complaint that is still open
      Given it is now 2024-10-31
      And the Customer has these Orders
        | ordered_on | amount |
        | 2024-09-10 | 66     |
        | 2024-06-10 | 100    |
      And the Complaints of the Customer is 1
      And the Unsolved complaints of the Customer is 1
      When Churn risk is evaluated
      Then the result is 中
      When Swings in the cooperation is evaluated
      Then the result is true

    Scenario: More of them than in the quarter before
      Given it is now 2024-10-31
      And the Customer has these Orders
        | ordered_on | amount |
        | 2024-09-10 | 100    |
        | 2024-06-10 | 100    |
      And the Customer has these Requests
        | type | created_at       |
        | 投诉 | 2024-10-08 09:00 |
        | 投诉 | 2024-09-20 09:00 |
        | 投诉 | 2024-06-20 09:00 |
      When Swings in the cooperation is evaluated
      Then the result is true
