# language: zh-CN
功能: 评分
  场景: 甲
    假使 客户 的 满意度得分 是 92
