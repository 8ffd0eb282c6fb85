namespace Flapjack.EndToEnd.Tests;

/// <summary>The chat in the console, as its users run it.</summary>
public sealed class ChatSampleTests
{
    [Fact]
    public async Task A_whole_chat_comes_from_a_pipe_with_a_tool_a_computer_and_a_plan_that_progresses()
    {
        using var chat = Start();
        foreach (var line in new[] { "What computer do you have?", "Where is order 7?", "Where is order 8?", "/approve", "Make a plan", "/approve" })
        {
            await chat.Input.WriteLineAsync(line);
        }

        chat.Input.Close();
        var (exitCode, output, error) = await chat.EndAsync();

        exitCode.Should().Be(0, "it said {0}{1}", output, error);
        error.Should().BeEmpty();
        SampleProgram.ShowsInOrder(
            output,
            "> What computer do you have?", "Let me ask it.", "[computer_run {", "It runs Linux.",
            "> Where is order 7?", "Let me look.", "[lookup_order {\"orderId\":\"7\"}]", "[lookup_order said three pancakes, packed]", "The shop says: three pancakes, packed.",
            "> Where is order 8?", "There is no order 8; there is order 7.",
            "> /approve", "✕ There is no plan to approve",
            "> Make a plan", "[plan_create {", "Ship order 7 (0/2)", "○ Look up the order", "○ Write the label",
            "> /approve", "✓ Plan approved", "I begin.", "Ship order 7 (2/2)", "✓ Look up the order", "✓ Write the label");
        output.Should().Contain("● Look up the order", "the plan is shown while the agent works on it");
    }

    [Fact]
    public async Task Ctrl_C_stops_the_answer_and_at_the_prompt_the_program()
    {
        using var chat = Start();
        await chat.Input.WriteLineAsync("Tell me a story");
        await SeeAsync(chat, "house 3.");
        await SampleProgram.InterruptAsync(chat);
        await SeeAsync(chat, "[stopped]");

        await chat.Input.WriteLineAsync("Where is order 7?");
        await SeeAsync(chat, "The shop says: three pancakes, packed.");
        await SeeAsync(chat, "> ");
        await SampleProgram.InterruptAsync(chat);

        var (exitCode, output, error) = await chat.EndAsync();
        exitCode.Should().Be(0, "it said {0}{1}", output, error);
        error.Should().BeEmpty();
    }

    /// <summary>Reads what the program writes until it has written a text; a text may end without the end of a line.</summary>
    private static async Task SeeAsync(HostProgram chat, string text)
    {
        var seen = "";
        var buffer = new char[1];
        while (!seen.EndsWith(text, StringComparison.Ordinal))
        {
            (await chat.Output.ReadAsync(buffer, Limit.Token)).Should().Be(1, "the program goes on after {0}", seen);
            seen += buffer[0];
        }
    }

    private static HostProgram Start() => SampleProgram.Start("Chat", [], [], hasInput: true);
}
