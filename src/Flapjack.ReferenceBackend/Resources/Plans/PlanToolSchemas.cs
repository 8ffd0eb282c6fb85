namespace Flapjack.ReferenceBackend.Resources.Plans;

/// <summary>What a model is told of the arguments of the plan tools. <see cref="PlanBody"/> checks them.</summary>
internal static class PlanToolSchemas
{
    private const string PlanId = """{"type":"string","description":"The id of the plan. Leave it out for the latest plan of this conversation."}""";

    public static string Create { get; } = $$"""
        {"type":"object","properties":{
        "title":{{Text("What the plan is about.", PlanBody.MaxTitle)}},
        "todos":{"type":"array","maxItems":{{PlanBody.MaxTodos}},"items":{{Todo("")}}}
        },"required":["title","todos"]}
        """;

    public static string Update { get; } = $$"""
        {"type":"object","properties":{"planId":{{PlanId}},"title":{{Text("The new title.", PlanBody.MaxTitle)}}},"required":["title"]}
        """;

    public static string AddTodo { get; } = Todo($"\"planId\":{PlanId},");

    public static string UpdateTodo { get; } = $$"""
        {"type":"object","properties":{
        "todoId":{"type":"string","description":"The id of the todo, from an answer of a plan tool."},
        "status":{{Status}},
        "content":{{Text("The new text; leave it out to keep the text.", PlanBody.MaxContent)}}
        },"required":["todoId"]}
        """;

    private static string Status => $$"""{"type":"string","enum":[{{string.Join(',', TodoStatuses.All.Select(status => $"\"{status}\""))}}]}""";

    private static string Todo(string before) => $$"""
        {"type":"object","properties":{
        {{before}}"content":{{Text("What must be done.", PlanBody.MaxContent)}},
        "status":{{Status}}
        },"required":["content"]}
        """;

    private static string Text(string description, int maxLength) => $$"""{"type":"string","maxLength":{{maxLength}},"description":"{{description}}"}""";
}
