using System.Text.Json;
using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Chat;

public sealed class PlansInChatTests(ChatBackend chat) : IClassFixture<ChatBackend>
{
    [Fact]
    public async Task A_plan_is_made_approved_and_progressed_by_the_agent_and_read_while_it_progresses()
    {
        var agentId = await chat.CreateAgentAsync();
        await chat.Client.UpdatePlanConfigAsync(agentId, JsonElement.Parse("""{"enabled":true}"""), Limit.Token);
        var threadId = await chat.CreateThreadAsync(agentId);
        // The app is asked between the steps, so that it sees each of them, however fast the agent is.
        chat.Model.When("Plan the release")
            .Call("plan_create", new { title = "Release", todos = new[] { new { content = "Build" }, new { content = "Publish" } } })
            .Call("approve")
            .Call("todo_update", request => new { todoId = TodoOf(request, 0), status = "in_progress" })
            .Call("approve")
            .Call("todo_update", request => new { todoId = TodoOf(request, 0), status = "done" })
            .Call("todo_add", new { content = "Announce" })
            .Call("approve")
            .Say("The build is done.");

        var seen = new List<string>();
        var options = new SendMessageOptions
        {
            Tools = [new() { Name = "approve" }],
            OnToolCall = async (_, token) =>
            {
                var plan = (await chat.Client.ListPlansAsync(threadId, token)).Single();
                lock (seen)
                {
                    seen.Add($"{plan.Title}: {string.Join(", ", plan.Todos.Select(todo => $"{todo.Content} {todo.Status}"))}");
                }

                return "Approved. Please proceed.";
            },
        };
        var shown = new List<string?>();
        await foreach (var item in chat.Client.SendMessageAsync(threadId, "Plan the release", options, Limit.Token))
        {
            if (item is ChatToolResultEvent { Result: { } result } told)
            {
                shown.Add(told.ToolName);
                result.GetProperty("title").GetString().Should().Be("Release", "every answer of a plan tool is the whole plan");
            }
        }

        seen.Should().Equal(
            "Release: Build pending, Publish pending",
            "Release: Build in_progress, Publish pending",
            "Release: Build done, Publish pending, Announce pending");
        shown.Should().Equal("plan_create", "todo_update", "todo_update", "todo_add");
    }

    [Fact]
    public async Task An_agent_without_plans_has_no_plan_tools_unless_the_message_says_so()
    {
        var threadId = await chat.CreateThreadAsync();

        await chat.Client.RunMessageAsync(threadId, "Without plans", cancellationToken: Limit.Token);
        await chat.Client.RunMessageAsync(threadId, "With plans", new() { PlanOverrides = JsonElement.Parse("""{"enabled":true}""") }, Limit.Token);

        chat.RequestsWith("Without plans").Single().Tools.Should().NotContain("plan_create");
        chat.RequestsWith("With plans").Single().Tools.Should().Contain(["plan_create", "plan_update", "todo_add", "todo_update"]);
    }

    private static string TodoOf(ScriptedRequest request, int index) => request.Results.First(result => result.Tool == "plan_create").Value.GetProperty("todos")[index].GetProperty("id").GetString()!;
}
