using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Resources.Every;

namespace Flapjack.ReferenceBackend.Tests.Resources.Plans;

internal sealed class PlansCases : IResourceCases
{
    private const string One = "/api/plans/{planId}";
    private const string Todo = One + "/todos/{todoId}";
    private const string Blocker = """{"blockerId":"{blockerId}"}""";

    public IEnumerable<ThingCase> Things =>
    [
        new("planId", world => world.CreateAsync("POST /api/plans", """{"threadId":"{threadId}","title":"Old"}""")),
        new("todoId", AddTodoAsync),
        new("blockerId", AddTodoAsync),
    ];

    public IEnumerable<WriteCase> Writes =>
    [
        new("POST /api/plans", """{"threadId":"{threadId}","title":"Ship it","todos":[]}""") { Read = "GET " + One, Status = 201 },
        new("PATCH " + One, """{"title":"New"}""") { Read = "GET " + One },
        new("POST " + One + "/todos", """{"content":"Test","status":"in_progress"}""")
        {
            Read = "GET " + One,
            Pick = TodoOf,
            Status = 201,
        },
        // No route reads a todo by itself, so PlansTests looks at what a change of one field leaves.
        new("PATCH " + Todo, """{"content":"New","status":"skipped"}"""),
        new("PATCH " + Todo, """{"content":"New","status":"done"}""") { Read = "GET " + One, Pick = TodoOf },
        new("POST " + Todo + "/deps", Blocker)
        {
            Read = $"GET {Todo}/deps",
            Pick = (dependencies, added) => dependencies.EnumerateArray().Single(dependency => dependency.GetRawText() == added.GetRawText()),
            Status = 201,
        },
        new("DELETE " + Todo + "/deps", Blocker) { Prepare = BlockAsync, Status = 204 },
    ];

    private static JsonElement TodoOf(JsonElement plan, JsonElement written) =>
        plan.GetProperty("todos").EnumerateArray().Single(todo => todo.GetProperty("id").ValueEquals(written.GetProperty("id").GetString()));

    private static async Task BlockAsync(OrgWorld world)
    {
        // The blocker must be of the plan that this case has made.
        await world.MakeAnewAsync("blockerId");
        await world.SendAsync($"POST {Todo}/deps", Blocker);
    }

    private static Task<string> AddTodoAsync(OrgWorld world) => world.CreateAsync($"POST {One}/todos", """{"content":"Old"}""");
}
