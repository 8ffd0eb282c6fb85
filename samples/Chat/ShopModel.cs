using System.Text.Json;
using Flapjack.ReferenceBackend;

namespace Chat;

/// <summary>What the agent says when no real model answers.</summary>
internal static class ShopModel
{
    private static readonly string Story = string.Concat(Enumerable.Range(1, 2_000).Select(number => $"The pancake rolled past house {number}. "));

    /// <summary>A rule for each of the messages that <see cref="Conversation"/> proposes. The first that fits is followed.</summary>
    public static ScriptedChatModel Create()
    {
        var model = new ScriptedChatModel { TokenDelay = TimeSpan.FromMilliseconds(10) };
        model.When("proceed with the plan")
            .Say("I begin. ").Call("todo_update", request => Todo(request, 0, "in_progress")).Wait(TimeSpan.FromSeconds(0.3))
            .Call("lookup_order", new { orderId = "7" }).Call("todo_update", request => Todo(request, 0, "done"))
            .Call("todo_update", request => Todo(request, 1, "in_progress")).Wait(TimeSpan.FromSeconds(0.3))
            .Call("computer_run", new { command = "echo 'order 7: three pancakes' > label.txt; cat label.txt" })
            .Call("todo_update", request => Todo(request, 1, "done"))
            .Say("The label is written; order 7 can leave.");
        model.When("plan")
            .Say("This is what I would do. ")
            .Call("plan_create", new { title = "Ship order 7", todos = new[] { new { content = "Look up the order" }, new { content = "Write the label" } } })
            .Say("Type /approve, and I begin.");
        model.When("order")
            .Say("Let me look. ")
            .Call("lookup_order", request => new { orderId = new string([.. request.Text.Where(char.IsAsciiDigit)]) })
            .Say(request => $"The shop says: {request.Results[^1].Text}.");
        model.When("computer")
            .Say("Let me ask it. ")
            .Call("computer_run", new { command = "uname -s" })
            .Say(request => $"It runs {Field(request.Results[^1].Value, "stdout").Trim()}.");
        model.When("story").Say(Story);
        model.Otherwise().Say(request => $"I am a script and don't understand \"{request.Text}\".");
        return model;
    }

    /// <summary>The arguments that change a todo of the plan which the agent created in an earlier turn.</summary>
    private static object Todo(ScriptedRequest request, int index, string status)
    {
        var created = request.Messages.SelectMany(message => message.Results).Last(result => result.Tool == "plan_create").Value;
        return new { todoId = Field(created.GetProperty("todos")[index], "id"), status };
    }

    private static string Field(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value.ToString() : json.ToString();
}
