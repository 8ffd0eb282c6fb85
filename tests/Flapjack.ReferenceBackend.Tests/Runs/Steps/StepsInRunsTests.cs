using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Webhooks;

namespace Flapjack.ReferenceBackend.Tests.Runs.Steps;

/// <summary>The steps that run commands, send webhooks and ask conditions, in whole runs over HTTP.</summary>
public sealed class StepsInRunsTests
{
    private const string Then = """{"kind":"condition","name":"Then","config":{"if":{"path":"$","operator":"exists"}}}""";
    private const string Last = """{"kind":"condition","name":"Last","config":{"if":{"path":"$","operator":"exists"}}}""";

    [Fact]
    public async Task What_a_command_printed_is_asked_about_and_sent()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var backend = await TestBackend.StartAsync(options => options.AllowLoopbackWebhooks = true);
        var agent = await backend.CreateReadyAgentAsync();
        var room = await RunRoom.CreateAsync(
            backend,
            $$$"""{"kind":"computer","name":"Count","agentId":"{{{agent}}}","config":{"command":"echo \"{\\\"count\\\":3,\\\"of\\\":$FLAPJACK_INPUT}\""}}""",
            """{"kind":"condition","name":"Enough","config":{"if":{"path":"$.steps.Count.output.json.count","operator":"at_least","value":3}}}""",
            $$$"""{"kind":"webhook","name":"Tell","inputMapping":{"count":"$.steps.Count.output.json.count","topic":"$.input.topic","note":{"$path":"$.input.note","$default":"none"}},"config":{"url":"{{{receiver.Url("/hook")}}}"}}""");

        var run = await room.RunAsync("""{"input":{"topic":7}}""");

        run.Text("status").Should().Be("completed", run.Body);
        receiver.Received.Single().Text.Should().Be("""{"count":3,"topic":7,"note":"none"}""");
        receiver.Received.Single().Headers["Idempotency-Key"].Should().Be(run.Json.GetProperty("steps")[2].GetProperty("id").GetString());
        run.Json.GetProperty("steps")[0].GetProperty("output").GetProperty("json").GetRawText().Should().Be("""{"count":3,"of":{"topic":7}}""");
        run.Json.GetProperty("output").GetRawText().Should().Be("""{"status":200,"body":null}""");
    }

    [Theory]
    [InlineData("\"stop\"", "completed", "completed skipped skipped")]
    [InlineData("\"skip\"", "completed", "completed skipped completed")]
    [InlineData("{\"goTo\":\"Last\"}", "completed", "completed skipped completed")]
    [InlineData("{\"goTo\":\"Then\"}", "completed", "completed completed completed")]
    [InlineData("{\"goTo\":\"Gate\"}", "failed", "failed skipped skipped")]
    [InlineData("\"fail\"", "failed", "failed skipped skipped")]
    public async Task A_condition_that_is_not_met_decides_where_the_run_goes_on(string otherwise, string status, string steps)
    {
        await using var backend = await TestBackend.StartAsync();
        var gate = $$$"""{"kind":"condition","name":"Gate","config":{"if":{"path":"$.input.go","operator":"exists"},"otherwise":{{{otherwise}}}}}""";
        var room = await RunRoom.CreateAsync(backend, gate, Then, Last);

        var run = await room.RunAsync("""{"input":{}}""");

        (run.Text("status"), Statuses(run)).Should().Be((status, steps));
    }

    [Fact]
    public async Task A_skip_at_the_end_completes_the_run()
    {
        await using var backend = await TestBackend.StartAsync();
        const string Gate = """{"kind":"condition","config":{"if":{"path":"$.input.go","operator":"exists"},"otherwise":"skip"}}""";

        var one = await (await RunRoom.CreateAsync(backend, Gate)).RunAsync();
        var two = await (await RunRoom.CreateAsync(backend, Gate, Then)).RunAsync();

        (one.Text("status"), Statuses(one), two.Text("status"), Statuses(two)).Should().Be(("completed", "completed", "completed", "completed skipped"));
    }

    [Fact]
    public async Task An_input_that_is_not_there_fails_the_step_by_its_path()
    {
        await using var backend = await TestBackend.StartAsync();
        var room = await RunRoom.CreateAsync(
            backend, """{"kind":"condition","inputMapping":{"x":"$.steps.Nobody.output"},"config":{"if":{"path":"$","operator":"exists"}}}""");

        var run = await room.RunAsync();

        (run.Text("status"), run.Text("error", "code")).Should().Be(("failed", "INPUT_NOT_FOUND"));
        run.Text("error", "message").Should().Contain("The field x of the input").And.Contain("$.steps.Nobody.output");
    }

    [Theory]
    [InlineData(20)]
    [InlineData(46)]
    public async Task An_input_may_be_as_deep_as_a_body_may_be(int levels)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var backend = await TestBackend.StartAsync(options => options.AllowLoopbackWebhooks = true);
        var deep = string.Concat(Enumerable.Repeat("[", levels)) + new string(']', levels);
        var room = await RunRoom.CreateAsync(
            backend, Then, $$$"""{"kind":"webhook","inputMapping":"$.input","config":{"url":"{{{receiver.Url("/hook")}}}"}}""");

        var run = await room.RunAsync($$$"""{"input":{"deep":{{{deep}}}}}""");

        run.Text("status").Should().Be("completed", run.Body);
        receiver.Received.Single().Text.Should().Be($$"""{"deep":{{deep}}}""");
    }

    [Fact]
    public async Task A_run_that_is_cancelled_kills_its_command()
    {
        await using var backend = await TestBackend.StartAsync();
        var agent = await backend.CreateReadyAgentAsync();
        var pipe = Path.Combine(await backend.HomeOfAsync(agent), "begun");
        (await backend.RunAsync(agent, "mkfifo \"$HOME/begun\"")).Frames.Should().NotBeEmpty();
        var room = await RunRoom.CreateAsync(backend, $$$"""{"kind":"computer","agentId":"{{{agent}}}","config":{"command":"echo $$ > \"$HOME/begun\"; sleep 1000; true"}}""");
        var runId = await room.StartAsync();
        var shell = (await Task.Run(() => File.ReadAllText(pipe)).WaitAsync(TestBackend.Patience)).Trim();

        var run = await room.CancelAsync(runId);

        run.Text("status").Should().Be("cancelled", run.Body);
        (File.Exists($"/proc/{shell}/cmdline") ? await File.ReadAllTextAsync($"/proc/{shell}/cmdline") : "").Should().BeEmpty();
    }

    [Theory]
    [InlineData(false, "failed", "unknown skipped", 1)]
    [InlineData(true, "completed", "completed completed", 2)]
    public async Task A_command_that_is_cut_off_by_the_end_of_the_backend_runs_again_only_if_that_is_safe(bool isSafe, string status, string steps, int times)
    {
        using var folder = new TempFolder();
        string runId, home;
        RunRoom room;
        await using (var first = await TestBackend.StartAsync(options => options.DataDirectory = folder.Path))
        {
            var agent = await first.CreateReadyAgentAsync();
            home = await first.HomeOfAsync(agent);
            (await first.RunAsync(agent, "mkfifo \"$HOME/begun\"")).Frames.Should().NotBeEmpty();
            var command = "echo line >> \"$HOME/lines\"; [ -e \"$HOME/again\" ] && exit 0; echo > \"$HOME/begun\"; sleep 1000";
            room = await RunRoom.CreateAsync(
                first, $$$"""{"kind":"computer","agentId":"{{{agent}}}","safeToRepeat":{{{(isSafe ? "true" : "false")}}},"config":{"command":{{{TestBackend.Quoted(command)}}}}}""", Then);
            runId = await room.StartAsync();
            await Task.Run(() => File.ReadAllText(Path.Combine(home, "begun"))).WaitAsync(TestBackend.Patience);
        }

        await File.WriteAllTextAsync(Path.Combine(home, "again"), "");
        await using var second = await TestBackend.StartAsync(options => options.DataDirectory = folder.Path);

        var run = await new RunRoom(second, room.RunnerId).EndOfAsync(runId);
        (run.Text("status"), Statuses(run)).Should().Be((status, steps));
        (await File.ReadAllLinesAsync(Path.Combine(home, "lines"))).Should().HaveCount(times);
    }

    private static string Statuses(HttpAnswer run) =>
        string.Join(' ', run.Json.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("status").GetString()));
}
