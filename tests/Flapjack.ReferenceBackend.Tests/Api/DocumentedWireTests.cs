using System.Text;
using System.Text.RegularExpressions;
using Flapjack.ReferenceBackend.Tests.Computers;
using Flapjack.ReferenceBackend.Tests.Webhooks;
using static Flapjack.ReferenceBackend.Tests.Computers.ReadyComputer;

namespace Flapjack.ReferenceBackend.Tests.Api;

/// <summary>With <c>Extensions = false</c> the wire is what the service documents, to the byte: whole streams and whole webhooks, as literals.</summary>
public sealed partial class DocumentedWireTests : IAsyncLifetime
{
    private readonly ArmedTime _clock = new();
    private ReadyComputer _computer = null!;
    private WebhookReceiver _receiver = null!;
    private LocalRepository _repository = null!;

    public async Task InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync();
        _repository = await LocalRepository.CreateAsync();
        _computer = await StartAsync(options =>
        {
            options.Extensions = false;
            options.TimeProvider = _clock;
            options.MaxOutputBytes = 100;
            options.AllowLoopbackWebhooks = true;
            _repository.Rewrite(options);
        });
    }

    public async Task DisposeAsync()
    {
        await _computer.DisposeAsync();
        await _receiver.DisposeAsync();
        _repository.Dispose();
    }

    [Fact]
    public async Task A_commands_stream()
    {
        var answer = await _computer.PostAsync(Body("echo \"caf\u00e9\"; sleep 0.2; echo '<err>' >&2; exit 3"));

        answer.ContentType.Should().Be("text/event-stream; charset=utf-8");
        WithoutIds(answer.Body).Should().Be(
            """
            event: exec_started
            data: {"execId":"exec_#","sandboxId":"local-#"}

            event: stdout
            data: {"chunk":"café\n"}

            event: stderr
            data: {"chunk":"<err>\n"}

            event: exit
            data: {"ok":false,"exitCode":3,"durationMs":0,"truncated":false}


            """);
    }

    [Fact]
    public async Task Bytes_that_are_not_text_are_replaced_and_a_chunk_cuts_no_character()
    {
        var answer = await _computer.PostAsync(Body("printf '\\303'; sleep 0.2; printf '\\251 \\377\\300|'"));

        WithoutIds(answer.Body).Should().Be(
            """
            event: exec_started
            data: {"execId":"exec_#","sandboxId":"local-#"}

            event: stdout
            data: {"chunk":"é \uFFFD\uFFFD|"}

            event: exit
            data: {"ok":true,"exitCode":0,"durationMs":0,"truncated":false}


            """);
    }

    [Fact]
    public async Task Output_beyond_the_cap_is_told_by_the_flag_alone()
    {
        var answer = await _computer.PostAsync(Body("head -c 50 /dev/zero | tr '\\0' a; sleep 0.2; head -c 1000 /dev/zero | tr '\\0' b; head -c 50 /dev/zero | tr '\\0' c"));

        WithoutIds(answer.Body).Should().Be(
            $$"""
            event: exec_started
            data: {"execId":"exec_#","sandboxId":"local-#"}

            event: stdout
            data: {"chunk":"{{new string('a', 50)}}"}

            event: stdout
            data: {"chunk":"{{new string('c', 50)}}"}

            event: exit
            data: {"ok":true,"exitCode":0,"durationMs":0,"truncated":true}


            """);
    }

    [Theory]
    [InlineData("kill -9 $$", "", """{"ok":false,"exitCode":137,"durationMs":0,"truncated":false}""")]
    [InlineData("kill -TERM $$", "", """{"ok":false,"exitCode":143,"durationMs":0,"truncated":false}""")]
    [InlineData("true", "", """{"ok":true,"exitCode":0,"durationMs":0,"truncated":false}""")]
    [InlineData("nope", "event: stderr\ndata: {\"chunk\":\"/bin/bash: line 1: nope: command not found\\n\"}\n\n", """{"ok":false,"exitCode":127,"durationMs":0,"truncated":false}""")]
    [InlineData("printf 'a\\r\\n\\tb\\0c\\n\\n\\342\\200\\250' >~/said; cat ~/said", "event: stdout\ndata: {\"chunk\":\"a\\r\\n\\tb\\u0000c\\n\\n\\u2028\"}\n\n", """{"ok":true,"exitCode":0,"durationMs":0,"truncated":false}""")]
    public async Task A_commands_stream_however_it_ends(string command, string output, string exit)
    {
        var answer = await _computer.PostAsync(Body(command));

        WithoutIds(answer.Body).Should().Be(
            "event: exec_started\ndata: {\"execId\":\"exec_#\",\"sandboxId\":\"local-#\"}\n\n" + output + "event: exit\ndata: " + exit + "\n\n");
    }

    [Fact]
    public async Task The_headers_of_the_additions_mean_nothing()
    {
        (string, string)[] headers =
            [Key("same"), ("Last-Event-ID", "no number"), ("Flapjack-Detach-Seconds", "for ever")];
        var first = await _computer.PostAsync(Body("echo x >>$HOME/ran"), headers);
        var second = await _computer.PostAsync(Body("echo another; echo x >>$HOME/ran"), headers);
        var bootstrap = await TestBackend.SendAsync(
            _computer.Server.Client, HttpMethod.Get, $"/api/agents/{_computer.Agent}/computer/bootstrap/stream", null, ("Last-Event-ID", "1"));

        (first.Status, second.Status, bootstrap.Status).Should().Be((200, 200, 200));
        second.Body.Should().Contain("data: {\"chunk\":\"another\\n\"}\n\n");
        _computer.LinesOf("ran").Should().Be(2, "a key does not bind");
        bootstrap.Body.Should().StartWith("event: status\ndata: {\"status\":\"bootstrapping\"}\n\n");
        foreach (var answer in new[] { first, second, bootstrap })
        {
            answer.Headers.Select(header => header.Key).Should().NotContain(name => name.StartsWith("Flapjack", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task A_stream_over_pipes_in_memory()
    {
        using var memory = _computer.Server.MemoryClient();
        using var stream = await TestBackend.ExecAsync(memory, _computer.Agent, WaitAt("memory") + "; exit 1");
        var started = await stream.ReadFrameAsync();
        _computer.Open("memory");

        WithoutIds(started!.Text).Should().Be("event: exec_started\ndata: {\"execId\":\"exec_#\",\"sandboxId\":\"local-#\"}");
        (await stream.ReadToEndAsync()).Should().Be("event: exit\ndata: {\"ok\":false,\"exitCode\":1,\"durationMs\":0,\"truncated\":false}\n\n");
    }

    [Fact]
    public async Task A_timeout()
    {
        using var stream = await _computer.ExecAsync("exec sleep 1000");
        var started = await stream.ReadFrameAsync();

        var rest = stream.ReadToEndAsync();
        await Eventually.HoldsAsync(
            () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(120));
                return rest.IsCompleted;
            },
            "it may take two minutes");

        WithoutIds(started!.Text).Should().Be("event: exec_started\ndata: {\"execId\":\"exec_#\",\"sandboxId\":\"local-#\"}");
        DurationMs().Replace(await rest, "\"durationMs\":0").Should().Be(
            """
            event: exit
            data: {"ok":false,"exitCode":124,"durationMs":0,"truncated":false}


            """);
    }

    [Fact]
    public async Task Headers_come_at_once_and_a_quiet_stream_stays_quiet()
    {
        using var stream = await _computer.ExecLongAsync(WaitAt("quiet"));
        (await stream.ReadFrameAsync())!.Event.Should().Be("exec_started");
        var next = stream.ReadFrameAsync();

        _clock.Advance(TimeSpan.FromMinutes(5));
        _computer.Open("quiet");

        (await next)!.Event.Should().Be("exit");
        (await stream.ReadFrameAsync()).Should().BeNull();
    }

    [Fact]
    public async Task A_command_whose_computer_goes_ends_with_an_error_event_of_two_fields()
    {
        using var stream = await _computer.ExecAsync("echo begun; exec sleep 1000");
        await stream.ReadPrintedAsync("begun");

        await _computer.Server.Backend.Computers.DestroyAsync(_computer.Agent);

        (await stream.ReadToEndAsync()).Should().Be(
            """
            event: error
            data: {"code":"SANDBOX_DESTROYED","detail":"The computer was destroyed while the command ran."}


            """);
    }

    [Fact]
    public async Task A_bootstraps_stream()
    {
        var answer = await _computer.Server.GetAsync($"/api/agents/{_computer.Agent}/computer/bootstrap/stream");

        answer.Body.Should().Be(
            """
            event: status
            data: {"status":"bootstrapping"}

            event: log
            data: {"chunk":"$ template blank\n"}

            event: status
            data: {"status":"ready"}

            event: done
            data: {"status":"ready","exitCode":0}


            """);
    }

    [Fact]
    public async Task A_failed_bootstraps_stream_and_its_webhook()
    {
        var created = await _computer.Server.CreateAsync(LocalRepository.Body("echo oh >&2; exit 7", $$""","externalAppId":"app_1","webhookUrl":"{{_receiver.Url("/hook")}}" """));
        var agent = created.Text("agent", "id");
        var stream = await _computer.Server.GetAsync($"/api/agents/{agent}/computer/bootstrap/stream");
        var webhook = await _receiver.NextAsync();

        stream.Body.Should().EndWith(
            """
            event: log
            data: {"chunk":"$ echo oh >&2; exit 7\n"}

            event: log
            data: {"chunk":"oh\n"}

            event: log
            data: {"chunk":"flapjack: 'echo oh >&2; exit 7' ended with exit code 7; the bootstrap stops here.\n"}

            event: status
            data: {"status":"error"}

            event: done
            data: {"status":"error","exitCode":7}


            """);
        stream.Body.Should().NotContain("id: ");
        WithoutIds(Encoding.UTF8.GetString(webhook.Body)).Should().Be(
            $$"""
            {"event":"bootstrap.failed","agentId":"{{agent}}","orgId":"{{_computer.Server.Backend.OrgId}}","externalAppId":"app_1","sandboxId":"local-#","bootstrapRunId":"{{created.Text("bootstrapRunId")}}","exitCode":7,"occurredAt":"2026-01-01T00:00:00.000Z"}
            """);
        webhook.Headers.Keys.Where(name => name is not ("Host" or "User-Agent" or "Content-Length" or "Content-Type"))
            .Should().BeEquivalentTo("X-Flapjack-Event", "X-Flapjack-Signature");
        webhook.Headers["X-Flapjack-Event"].Should().Be("bootstrap.failed");
        webhook.Headers["X-Flapjack-Signature"].Should().MatchRegex("^[0-9a-f]{64}$");
    }

    [Fact]
    public async Task The_status_is_ten_seconds_old_also_when_the_computer_has_moved()
    {
        var path = $"/api/agents/{_computer.Agent}/computer/status";
        _clock.Advance(TimeSpan.FromSeconds(10));
        var ready = await _computer.Server.GetAsync(path);
        await _computer.Server.Backend.Computers.StopAsync(_computer.Agent);

        var cached = await _computer.Server.GetAsync(path);
        _clock.Advance(TimeSpan.FromSeconds(9));
        var stillCached = await _computer.Server.GetAsync(path);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var fresh = await _computer.Server.GetAsync(path);

        ready.Text("sandbox", "status").Should().Be("ready");
        cached.Body.Should().Be(ready.Body);
        stillCached.Body.Should().Be(ready.Body);
        fresh.Text("sandbox", "status").Should().Be("stopped");
    }

    [Fact]
    public async Task The_answers_carry_both_names_and_only_the_documented_fields()
    {
        var created = await _computer.Server.CreateAsync("""{"template":"blank","name":"Grocery Tracker","externalAppId":"both"}""");
        var agent = created.Text("agent", "id");
        await _computer.Server.ReadBootstrapAsync(agent);
        var again = await _computer.Server.CreateAsync("""{"template":"blank","externalAppId":"both"}""");
        var status = await _computer.Server.GetAsync($"/api/agents/{agent}/computer/status");

        var org = _computer.Server.Backend.OrgId;
        var run = created.Text("bootstrapRunId");
        created.Body.Should().Be(
            $$$"""{"agent":{"id":"{{{agent}}}","org_id":"{{{org}}}","name":"Grocery Tracker"},"computer":{"agent_id":"{{{agent}}}","status":"bootstrapping"},"bootstrapRunId":"{{{run}}}","template":"blank","sandbox":{"agent_id":"{{{agent}}}","status":"bootstrapping"}}""");
        again.Body.Should().Be(
            $$$"""{"agent":{"id":"{{{agent}}}","org_id":"{{{org}}}","name":"Grocery Tracker"},"computer":{"agent_id":"{{{agent}}}","status":"ready"},"bootstrapRunId":"{{{run}}}","template":"blank","idempotent":true,"sandbox":{"agent_id":"{{{agent}}}","status":"ready"}}""");
        status.Json.EnumerateObject().Select(field => field.Name).Should().BeEquivalentTo("computer", "sandbox", "signals");
        status.Json.GetProperty("sandbox").EnumerateObject().Select(field => field.Name).Should().Equal("id", "status", "bootstrapRunId", "lastUsedAt");
        status.Json.GetProperty("signals").EnumerateObject().Select(field => field.Name).Should().Equal("devServer", "disk", "testsLast");
    }

    [Theory]
    [InlineData(ComputerNaming.Computer, "computerId")]
    [InlineData(ComputerNaming.Sandbox, "sandboxId")]
    public async Task The_switch_of_the_names_holds_here_too(ComputerNaming naming, string id)
    {
        await using var other = await StartAsync(options =>
        {
            options.Extensions = false;
            options.Naming = naming;
        });

        var answer = await other.PostAsync(Body("true"));

        WithoutIds(answer.Body).Should().StartWith("event: exec_started\ndata: {\"execId\":\"exec_#\",\"" + id + "\":\"local-#\"}\n\n");
    }

    [Fact]
    public async Task A_data_directory_of_a_backend_with_additions_is_told_without_them()
    {
        using var folder = new TempFolder();
        string agent;
        await using (var rich = await TestBackend.StartAsync(options => options.DataDirectory = folder.Path))
        {
            agent = await rich.CreateReadyAgentAsync();
        }

        await using var plain = await TestBackend.StartAsync(options =>
        {
            options.DataDirectory = folder.Path;
            options.Extensions = false;
        });
        var answer = await plain.GetAsync($"/api/agents/{agent}/computer/bootstrap/stream");

        answer.Body.Should().StartWith("event: status\ndata: {\"status\":\"bootstrapping\"}\n\n").And.NotContain("id: ").And.NotContain(": open");
        (await plain.Backend.StatusOfAsync(agent)).Should().Be("ready");
    }

    // Ids are random, and a duration is of a clock that stands still unless the test moves it.
    private static string WithoutIds(string text) => Id().Replace(text, "$1#");

    [GeneratedRegex("(exec_|local-)[0-9a-f]{16}")]
    private static partial Regex Id();

    [GeneratedRegex("\"durationMs\":[0-9]+")]
    private static partial Regex DurationMs();
}
