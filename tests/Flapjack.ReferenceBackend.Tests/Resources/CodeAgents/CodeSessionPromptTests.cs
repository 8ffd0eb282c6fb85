using Flapjack.ReferenceBackend.Coding;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Resources.CodeAgents;
using Flapjack.ReferenceBackend.Secrets;
using Flapjack.ReferenceBackend.Sse;
using Flapjack.ReferenceBackend.Words;
using LocalComputers.Processes;
using LocalComputers.Shells;
using LocalComputers.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Tests.Resources.CodeAgents;

/// <summary>Further prompts to sessions that something has taken up, which no request can do.</summary>
public sealed class CodeSessionPromptTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));
    private readonly Store _store = Store.InMemory(BackendSchema.All);
    private readonly TempFolder _keys = new();
    private readonly CodeSessionStore _sessions;
    private readonly ProcessHost _processes = new(NullLogger.Instance);
    private readonly CodeSessions _service;

    public CodeSessionPromptTests()
    {
        var orgs = new Organizations(_store, _time);
        _store.Write(db => orgs.Ensure(db, "o1"));
        _sessions = new(_store, _time);
        var secrets = SecretCipher.In(_keys.Path);
        var processes = new ComputerProcessServices(_processes, new(null, null, "test-", NullLogger.Instance), FlapjackNames.Host, TimeSpan.Zero);
        // Nothing runs: the queue is never started, and removes the files of sessions only.
        var machine = new CodingMachine(_keys.Path, "", new Dictionary<string, string>(), new BootstrapEvents(), null!, processes, null);
        var queue = new CodingQueue(new() { Command = "true" }, new(_sessions, secrets, machine, _time, NullLogger.Instance));
        _service = new(_sessions, new(_store, "code_agents", "code agent", _time), queue, secrets, _time);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _processes.DisposeAsync();
        _store.Dispose();
        _keys.Dispose();
    }

    [Theory]
    [InlineData("pending", "pending")]
    [InlineData("creating", "creating")]
    [InlineData("running", "running")]
    [InlineData("finished", "pending")]
    public void A_prompt_leaves_an_active_session_as_it_is_and_makes_a_finished_session_wait_again(string status, string after)
    {
        var session = Add(status);

        var happened = _service.Send(session, "And the tests.");

        _sessions.Find("o1", session.Id).Document.Status.Should().Be(after);
        ((string?)happened["type"], (string?)happened["data"]!["prompt"]).Should().Be(("message", "And the tests."));
        string[] expected = status == after ? ["message"] : ["message", "status"];
        _sessions.Events(session.Id).Select(told => (string?)told["type"]).Should().Equal(expected);
    }

    [Theory]
    [InlineData("error")]
    [InlineData("cancelled")]
    [InlineData("expired")]
    public async Task A_session_that_ended_without_success_takes_no_prompt_and_no_cancellation(string status)
    {
        var session = Add(status);
        var send = () => _service.Send(session, "Go on.");
        var cancel = () => _service.CancelAsync(session);

        send.Should().Throw<Refusal>().Which.Code.Should().Be("INVALID_SESSION_STATUS");
        (await cancel.Should().ThrowAsync<Refusal>()).Which.Code.Should().Be("INVALID_SESSION_STATUS");

        _sessions.Find("o1", session.Id).Should().BeEquivalentTo(session);
        _sessions.Events(session.Id).Should().BeEmpty();
    }

    [Theory]
    [InlineData("running", "cancelled", "status", "archived")]
    [InlineData("finished", "finished", "archived")]
    [InlineData("error", "error", "archived")]
    public async Task An_archived_session_has_ended(string status, string after, params string[] told)
    {
        var session = Add(status);

        var archived = await _service.ArchiveAsync(session);

        (archived.Document.Status, archived.Document.ArchivedAt).Should().Be((after, _time.GetUtcNow()));
        _sessions.Events(session.Id).Select(happened => (string?)happened["type"]).Should().Equal(told);
    }

    private OrgRow<CodeSessionDocument> Add(string status) => _sessions.Add("o1", new() { Status = status });
}
