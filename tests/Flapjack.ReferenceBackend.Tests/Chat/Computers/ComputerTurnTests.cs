using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Chat.Turns;
using Flapjack.ReferenceBackend.Tests.Computers;
using Frames = Flapjack.ReferenceBackend.Tests.Chat.Turns.Frames;

namespace Flapjack.ReferenceBackend.Tests.Chat.Computers;

/// <summary>The tools of a computer through whole turns, over HTTP.</summary>
public sealed class ComputerTurnTests
{
    [Fact]
    public async Task An_agent_without_a_computer_gets_one_when_it_runs_its_first_command()
    {
        var model = new ScriptedChatModel();
        model.When("What is in it?").Call("computer_run", new { command = "cat note.txt" }).Say(request => $"It says {request.Results[^1].Text}");
        model.When("Write").Call("computer_write_file", new { path = "note.txt", content = "hello" }).Say("Written.");
        await using var backend = await ScriptedBackend.StartAsync(model);
        var thread = await backend.CreateThreadAsync();
        (await backend.Backend.Backend.StatusOfAsync(backend.AgentId)).Should().Be("none");
        (await backend.Backend.PostAsync($"/api/agents/{backend.AgentId}/computer/exec", """{"command":"true"}""")).Text("error").Should().Be("SANDBOX_NOT_READY");

        var written = await backend.SendAsync(thread, """{"content":"Write a note","computerOverrides":{"enabled":true}}""");
        var read = await backend.SendAsync(thread, """{"content":"What is in it?","computerOverrides":{"enabled":true}}""");

        Frames.Names(written).Where(name => name != "token").Should().Equal("meta", "tool_call", "tool_executing", "tool_result", "done");
        Frames.Of(written).Single(frame => frame.Event == "tool_result").Data.GetProperty("result").GetRawText().Should().Be("""{"ok":true,"path":"note.txt","bytes":5}""");
        Frames.Of(read).Single(frame => frame.Event == "tool_result").Data.GetProperty("result").GetRawText()
            .Should().Be("""{"exitCode":0,"stdout":"hello","stderr":"","timedOut":false}""");
        (await backend.Backend.Backend.StatusOfAsync(backend.AgentId)).Should().Be("ready");
        (await backend.Backend.RunAsync(backend.AgentId, "cat note.txt")).Stdout.Should().Be("hello");
        (await backend.Backend.Backend.ReadAuditLogAsync(backend.AgentId)).Should().Contain(row => row.Action == "exec" && row.ActorKind == "api_key");
    }

    [Fact]
    public async Task Without_the_override_the_model_is_not_told_of_a_computer()
    {
        var model = new ScriptedChatModel();
        await using var backend = await ScriptedBackend.StartAsync(model);

        await backend.SendAsync(await backend.CreateThreadAsync(), """{"content":"Hi"}""");

        model.Requests.Single().Tools.Should().NotContain(name => name.StartsWith("computer_"));
    }

    [Fact]
    public async Task A_stop_kills_the_command_that_the_turn_runs()
    {
        var model = new ScriptedChatModel();
        model.When("Prepare").Call("computer_run", new { command = "mkfifo alive" }).Say("Ready.");
        model.When("Run").Call("computer_run", new { command = "exec 3>alive; echo begun >&3; sleep 1000 & sleep 1000" }).Say("Done.");
        await using var backend = await ScriptedBackend.StartAsync(model);
        var thread = await backend.CreateThreadAsync();
        await backend.SendAsync(thread, """{"content":"Prepare","computerOverrides":{"enabled":true}}""");
        var home = await backend.Backend.HomeOfAsync(backend.AgentId);
        using var open = await backend.OpenAsync(thread, """{"content":"Run","computerOverrides":{"enabled":true}}""");
        using var alive = new StreamReader(await Task.Run(() => File.OpenRead(Path.Combine(home, "workspace", "alive"))).WaitAsync(TestBackend.Patience));
        (await alive.ReadLineAsync()).Should().Be("begun");

        (await backend.Backend.PostAsync($"/api/threads/{thread}/stop", "{}")).Status.Should().Be(200);

        Frames.Of(await open.Content.ReadAsStringAsync())[^1].Event.Should().Be("done");
        (await alive.ReadToEndAsync().WaitAsync(TestBackend.Patience)).Should().BeEmpty("the pipe ends when nobody holds it any more");
    }

    [Fact]
    public async Task Conversations_share_the_limit_of_commands_at_once_and_are_told_of_it()
    {
        var model = new ScriptedChatModel();
        model.When("Prepare").Call("computer_run", new { command = "mkfifo here go" }).Say("Ready.");
        model.When("Run").Call("computer_run", new { command = "echo >here; read <go" }).Say(request => request.Results[^1].Text);
        await using var backend = await ScriptedBackend.StartAsync(model, options => options.RateLimits = new());
        await backend.SendAsync(await backend.CreateThreadAsync(), """{"content":"Prepare","computerOverrides":{"enabled":true}}""");
        var home = await backend.Backend.HomeOfAsync(backend.AgentId);
        using var here = new FileStream(Path.Combine(home, "workspace", "here"), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);
        using var go = new FileStream(Path.Combine(home, "workspace", "go"), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);

        var running = Enumerable.Range(0, 3).Select(async _ => await backend.SendAsync(await backend.CreateThreadAsync(), """{"content":"Run","computerOverrides":{"enabled":true}}""")).ToArray();
        await Task.Run(() => here.ReadExactly(new byte[3])).WaitAsync(TestBackend.Patience);
        var fourth = await backend.SendAsync(await backend.CreateThreadAsync(), """{"content":"Run","computerOverrides":{"enabled":true}}""");
        go.Write("\n\n\n"u8);
        var ended = await Task.WhenAll(running);

        Frames.Text(fourth).Should().Contain("Nothing was done on the computer: 3 commands run on this agent's computer, and no more may at once");
        ended.Select(Frames.Text).Should().OnlyContain(text => text.Contains("\"exitCode\":0"));
    }
}
