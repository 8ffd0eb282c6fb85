using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;
using Microsoft.Extensions.Logging;
using static Flapjack.ReferenceBackend.Tests.Computers.ReadyComputer;

namespace Flapjack.ReferenceBackend.Tests.Audit;

public sealed class AuditLogTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ArmedTime _clock = new();
    private LocalRepository _repository = null!;
    private TestBackend _server = null!;

    private FlapjackBackend Backend => _server.Backend;

    private string Key => Backend.ApiKey[..12] + "...";

    public async Task InitializeAsync()
    {
        _repository = await LocalRepository.CreateAsync();
        _server = await TestBackend.StartAsync(options =>
        {
            options.TimeProvider = _clock;
            _repository.Rewrite(options);
        });
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _repository.Dispose();
    }

    [Fact]
    public async Task Each_action_has_its_row()
    {
        var agent = await _server.CreateAgentAsync(LocalRepository.Body(_repository.WaitAtGate));
        _clock.Advance(TimeSpan.FromSeconds(2));
        _repository.Open();
        await _server.ReadBootstrapAsync(agent);
        var home = await _server.HomeOfAsync(agent);
        using var stream = await _server.ExecAsync(agent, $"echo begun; {WaitAt("gate")}; exit 3");
        var exec = (await stream.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
        await stream.ReadUntilPrintedAsync("begun");
        _clock.Advance(TimeSpan.FromMilliseconds(4_120));
        await File.WriteAllTextAsync(Path.Combine(home, "gate"), "");
        await stream.ReadUntilAsync(frame => frame.Event == "exit");
        await _server.GetAsync($"/api/agents/{agent}/computer/status");
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await _server.DeleteAsync($"/api/agents/{agent}");

        var rows = await Backend.ReadAuditLogAsync(agent);

        var firstExec = rows[1].ExecId;
        rows.Should().Equal(
            new(1, Begin.AddSeconds(2), Backend.OrgId, agent, "api_key", Key, "bootstrap", null, 0, 2_000),
            new(2, Begin.AddSeconds(2), Backend.OrgId, agent, "api_key", Key, "exec", firstExec, 0, 0),
            new(3, Begin.AddSeconds(6.12), Backend.OrgId, agent, "api_key", Key, "exec", exec, 3, 4_120),
            new(4, Begin.AddSeconds(6.12), Backend.OrgId, agent, "api_key", Key, "status", null, null, null),
            new(5, Begin.AddSeconds(6.121), Backend.OrgId, agent, "api_key", Key, "delete", null, null, null));
        Key.Should().MatchRegex("^fj_live_[0-9a-f]{4}\\.\\.\\.$");
        firstExec.Should().MatchRegex("^exec_[0-9a-f]{16}$");
        (await Backend.VerifyAuditLogAsync(Backend.GetAuditHead())).Should().Be(
            new AuditVerification(Backend.GetAuditHead(), null, null, "All is as it was written, up to row 5."));
    }

    [Fact]
    public async Task A_user_is_named_as_one()
    {
        const string ExternalApp = """{"template":"blank","externalAppId":"app"}""";
        var user = _server.ClientOf(Backend.CreateUserToken(Backend.OrgId, "user-1", FlapjackScopes.SandboxAdmin));
        var created = await TestBackend.SendAsync(user, HttpMethod.Post, "/api/agents/from-template", ExternalApp);
        var agent = created.Text("agent", "id");
        await _server.CreateAsync(ExternalApp);
        await _server.ReadBootstrapAsync(agent);
        await TestBackend.SendAsync(user, HttpMethod.Post, $"/api/agents/{agent}/computer/exec", Body("true"));
        await TestBackend.SendAsync(user, HttpMethod.Get, $"/api/agents/{agent}/computer/status");
        await _server.RunAsync(agent, "true");
        await TestBackend.SendAsync(user, HttpMethod.Delete, $"/api/agents/{agent}");

        var rows = await Backend.ReadAuditLogAsync(agent);

        rows.Select(row => (row.Action, row.ActorKind, row.ActorId)).Should().Equal(
            ("bootstrap", "user", "user-1"),
            ("exec", "user", "user-1"),
            ("status", "user", "user-1"),
            ("exec", "api_key", Key),
            ("delete", "user", "user-1"));
    }

    [Fact]
    public async Task A_command_is_its_starters_whoever_reads_it_again_or_stops_it()
    {
        var agent = await _server.CreateReadyAgentAsync();
        var user = _server.ClientOf(Backend.CreateUserToken(Backend.OrgId, "user-1", FlapjackScopes.SandboxAdmin));
        var path = $"/api/agents/{agent}/computer/exec";
        using var stream = await _server.ExecAsync(agent, "echo begun; exec sleep 1000");
        var exec = (await stream.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
        await stream.ReadUntilPrintedAsync("begun");

        await TestBackend.SendAsync(user, HttpMethod.Delete, $"{path}/{exec}");
        await TestBackend.SendAsync(user, HttpMethod.Get, $"{path}/{exec}");

        (await ExecRowsAsync(agent)).Should().ContainSingle().Which.Should().Be((exec, "api_key", 143, 0L));
    }

    [Fact]
    public async Task A_repeat_and_what_is_refused_have_no_row()
    {
        var agent = await _server.CreateReadyAgentAsync();
        var path = $"/api/agents/{agent}/computer/exec";
        var key = Key(NewKey());
        await _server.PostAsync(path, Body("true"), key);
        var head = Backend.GetAuditHead();

        await _server.PostAsync(path, Body("true"), key);
        await _server.PostAsync(path, Body("false"), key);
        await _server.PostAsync(path, "{}");
        await _server.GetAsync($"/api/agents/{Guid.NewGuid()}/computer/status");
        await TestBackend.SendAsync(_server.StrangerOf(FlapjackScopes.SandboxAdmin), HttpMethod.Delete, $"/api/agents/{agent}");
        await TestBackend.SendAsync(_server.ClientOf(Backend.CreateApiKey(Backend.OrgId)), HttpMethod.Get, $"/api/agents/{agent}/computer/status");

        Backend.GetAuditHead().Should().Be(head);
    }

    [Fact]
    public async Task How_a_command_ended_is_told_as_its_stream_tells_it()
    {
        var agent = await _server.CreateReadyAgentAsync();
        await _server.RunAsync(agent, "exit 200");
        await _server.RunAsync(agent, "kill -TERM $$");
        using var slow = await _server.ExecAsync(agent, "echo begun; exec sleep 1000", ""","timeoutSec":30""");
        await slow.ReadUntilPrintedAsync("begun");
        _clock.Advance(TimeSpan.FromSeconds(30));
        await slow.ReadUntilAsync(frame => frame.Event == "exit");
        await _server.RunAsync(agent, StrangeFiles.NoWorkspaceForCommands);
        using var failed = await _server.ExecAsync(agent, "true");
        await failed.ReadUntilAsync(frame => frame.Event == "error");

        var rows = await ExecRowsAsync(agent);

        rows.Select(row => (row.ExitCode, row.DurationMs)).Should().Equal((200, 0), (143, 0), (124, 30_000), (0, 0), (null, null));
    }

    [Fact]
    public async Task What_a_deletion_cuts_short_has_its_row_before_the_deletions()
    {
        var agent = await _server.CreateReadyAgentAsync();
        using var stream = await _server.ExecAsync(agent, "echo begun; exec sleep 1000");
        await stream.ReadUntilPrintedAsync("begun");
        var bootstrapping = await _server.CreateAgentAsync(LocalRepository.Body(_repository.WaitAtGate));

        await _server.DeleteAsync($"/api/agents/{agent}");
        await _server.DeleteAsync($"/api/agents/{bootstrapping}");

        (await Backend.ReadAuditLogAsync(agent)).Select(row => (row.Action, row.ExitCode)).Should().Equal(("bootstrap", 0), ("exec", 143), ("delete", null));
        (await Backend.ReadAuditLogAsync(bootstrapping)).Select(row => (row.Action, row.ExitCode)).Should().Equal(("bootstrap", null), ("delete", null));
    }

    [Fact]
    public async Task A_bootstrap_that_failed_tells_its_exit_code_and_each_attempt_has_its_row()
    {
        const string App = ""","externalAppId":"one" """;
        var agent = await _server.CreateAgentAsync(LocalRepository.Body("exit 7", App));
        await _server.ReadBootstrapAsync(agent);
        await _server.CreateAsync($$"""{"template":"blank"{{App}}}""");
        await _server.ReadBootstrapAsync(agent);

        var rows = await Backend.ReadAuditLogAsync(agent);

        rows.Select(row => (row.Action, row.ExitCode, row.DurationMs)).Should().Equal(("bootstrap", 7, 0), ("bootstrap", 0, 0));
    }

    [Fact]
    public async Task The_rows_of_all_agents_are_one_log()
    {
        var first = await _server.CreateReadyAgentAsync();
        var second = await _server.CreateReadyAgentAsync();
        await _server.RunAsync(first, "true");

        var rows = await Backend.ReadAuditLogAsync();

        rows.Select(row => (row.Id, row.AgentId)).Should().Equal((1, first), (2, second), (3, first));
        (await Backend.ReadAuditLogAsync(second)).Should().ContainSingle().Which.Should().Be(rows[1]);
        (await Backend.ReadAuditLogAsync("nobody")).Should().BeEmpty();
    }

    [Fact]
    public async Task Who_has_tampered_with_a_running_backends_log_is_found()
    {
        var agent = await _server.CreateReadyAgentAsync();
        await _server.RunAsync(agent, "false");
        Backend.Store().Write(db =>
        {
            db.Execute("UPDATE sandbox_audit_log SET exit_code = 0 WHERE id = 2");
        });

        var found = await Backend.VerifyAuditLogAsync();

        (found.IsIntact, found.Fault, found.RowId).Should().Be((false, AuditFault.RowChanged, 2));
    }

    [Fact]
    public async Task A_row_that_cannot_be_written_fails_nothing_and_is_logged()
    {
        var log = new CapturedLog();
        using var factory = LoggerFactory.Create(builder => builder.AddProvider(log.Loggers));
        await using var own = await TestBackend.StartAsync(options => options.LoggerFactory = factory);
        var agent = await own.CreateReadyAgentAsync();
        own.Backend.Store().Write(db =>
        {
            db.Execute("DROP TABLE sandbox_audit_log");
        });

        var status = await own.GetAsync($"/api/agents/{agent}/computer/status");
        var ran = await own.RunAsync(agent, "echo on");
        var deleted = await own.DeleteAsync($"/api/agents/{agent}");

        (status.Status, ran.Stdout, deleted.Status).Should().Be((200, "on\n", 204));
        log.Rest().Where(line => line.StartsWith("Error: The audit log misses a row", StringComparison.Ordinal)).Should().HaveCount(3)
            .And.ContainSingle(line => line.Contains($"'status' of agent {agent}", StringComparison.Ordinal));
    }

    private async Task<(string? ExecId, string ActorKind, int? ExitCode, long? DurationMs)[]> ExecRowsAsync(string agent) =>
        [.. (await Backend.ReadAuditLogAsync(agent)).Where(row => row.Action == "exec").Select(row => (row.ExecId, row.ActorKind, row.ExitCode, row.DurationMs))];
}
