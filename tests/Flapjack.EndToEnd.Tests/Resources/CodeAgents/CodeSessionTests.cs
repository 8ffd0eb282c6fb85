using System.Text.Json;
using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources.CodeAgents;

/// <summary>Sessions whose coder runs the prompt as shell code.</summary>
public sealed class CodeSessionTests : IAsyncLifetime
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(20);

    private LocalRepository _repository = null!;
    private FlapjackBackend _backend = null!;
    private FlapjackClient _client = null!;

    public async Task InitializeAsync()
    {
        _repository = await LocalRepository.CreateAsync();
        var options = _repository.Rewrites();
        options.Coder = new() { Command = "bash -c \"$FLAPJACK_PROMPT\"" };
        _backend = await FlapjackBackend.StartAsync(options);
        _client = _backend.CreateClient();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _backend.DisposeAsync();
        _repository.Dispose();
    }

    [Fact]
    public async Task A_session_is_followed_prompted_changed_and_archived()
    {
        var session = await StartAsync("echo hello > hello.txt; cat version.txt");
        var events = await _client.WatchCodeSessionEventsAsync(session.Id, Often, Limit.Token).ToListAsync();
        var titled = await _client.UpdateCodeSessionAsync(session.Id, JsonElement.Parse("""{"title":"A fix"}"""), Limit.Token);
        var prompt = await _client.SendCodeSessionMessageAsync(session.Id, JsonElement.Parse("""{"prompt":"cat hello.txt"}"""), Limit.Token);
        var again = await _client.WaitForCodeSessionAsync(session.Id, Often, Limit.Token);
        var later = await _client.ListCodeSessionEventsAsync(session.Id, events[^1].Seq, Limit.Token);
        await _client.ArchiveCodeSessionAsync(session.Id, Limit.Token);
        var archived = await _client.GetCodeSessionAsync(session.Id, Limit.Token);

        events.Select(happened => happened.Type).Should().Equal("status", "message", "status", "status", "output", "result", "status");
        Text(events).Should().Be("one\n");
        titled.AdditionalProperties!["title"].GetString().Should().Be("A fix");
        prompt.GetProperty("data").GetProperty("prompt").GetString().Should().Be("cat hello.txt");
        again.Status.Should().Be(CodeSessionStatus.Finished);
        Text(later).Should().Be("hello\n");
        (archived.Status, archived.AdditionalProperties!["has_cursor_key"].GetBoolean()).Should().Be((CodeSessionStatus.Finished, false));
        (await _client.ListCodeSessionsAsync(Limit.Token)).Select(listed => listed.Id).Should().Contain(session.Id);
    }

    [Fact]
    public async Task A_session_is_cancelled_once()
    {
        var session = await StartAsync("sleep 3000");

        await _client.CancelCodeSessionAsync(session.Id, Limit.Token);
        var cancelled = await _client.GetCodeSessionAsync(session.Id, Limit.Token);
        var again = () => _client.CancelCodeSessionAsync(session.Id, Limit.Token);

        cancelled.Status.Should().Be(CodeSessionStatus.Cancelled);
        (await again.Should().ThrowAsync<FlapjackValidationException>()).Which.ErrorCode.Should().Be("INVALID_SESSION_STATUS");
    }

    private static string Text(IEnumerable<CodeSessionEvent> events) =>
        string.Concat(events.Where(happened => happened.Type == "output").Select(happened => happened.Data!.Value.GetProperty("text").GetString()));

    private async Task<CodeSession> StartAsync(string prompt)
    {
        var agent = await _client.CreateCodeAgentAsync(new() { Name = "Bug Fixer", DefaultRepoUrl = LocalRepository.Url }, Limit.Token);
        return await _client.CreateCodeSessionAsync(JsonSerializer.SerializeToElement(new { codeAgentId = agent.Id, prompt, cursorApiKey = "crsr_1234" }), Limit.Token);
    }
}
