# language: zh-CN
功能: 评分
  场景: 甲
    当 评估客户健康度
    那么 检查通过
