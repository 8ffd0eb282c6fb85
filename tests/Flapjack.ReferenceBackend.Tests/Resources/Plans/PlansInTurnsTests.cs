using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Chat.Turns;

namespace Flapjack.ReferenceBackend.Tests.Resources.Plans;

public sealed class PlansInTurnsTests
{
    [Fact]
    public async Task The_result_of_a_plan_tool_is_what_the_route_of_the_plan_answers()
    {
        using var model = new ScriptedChatModel();
        model.When("plan").Call("plan_create", new { title = "Breakfast", todos = new[] { new { content = "Mix" }, new { content = "Fry" } } })
            .Call("todo_update", request => new { todoId = request.Results[0].Value.GetProperty("todos")[0].GetProperty("id").GetString(), status = "done" })
            .Call("todo_update", new { todoId = "first", status = "done" })
            .Say("Mixed.");
        await using var backend = await ScriptedBackend.StartAsync(model);
        (await TestBackend.SendAsync(backend.Backend.Client, HttpMethod.Put, $"/api/agents/{backend.AgentId}/plan", """{"enabled":true}""")).Status.Should().Be(200);
        var thread = await backend.CreateThreadAsync();

        var answer = await backend.SendAsync(thread, """{"content":"Make a plan"}""");

        var results = Frames.Of(answer).Where(frame => frame.Event == "tool_result").Select(frame => frame.Data.GetProperty("result")).ToList();
        var plan = await backend.Backend.GetAsync($"/api/plans/{results[0].GetProperty("id").GetString()}");
        results[1].GetRawText().Should().Be(plan.Body);
        results[2].GetProperty("error").GetString().Should().Be("todoId must be a UUID. Correct the arguments and call todo_update again.");
        Frames.Text(answer).Should().Be("Mixed.");
        plan.Json.GetProperty("todos").EnumerateArray().Select(todo => todo.GetProperty("status").GetString()).Should().Equal("done", "pending");
    }
}
