using System.Runtime.CompilerServices;
using Flapjack.ReferenceBackend.Tests.Api;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Tests.Chat.Turns;

/// <summary>What becomes of turns when their backend is disposed of.</summary>
public sealed class DisposedBackendTests : IDisposable
{
    private readonly ManualResetEventSlim _released = new();
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _released.Set();
        _released.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_turn_that_runs_is_stopped_its_reader_is_told_so_and_the_next_backend_knows_what_was_said()
    {
        using var model = new ScriptedChatModel();
        model.When("stall").Say("I think").Stall();
        var backend = await StartAsync(model);
        var thread = await backend.CreateThreadAsync();
        using var stream = await backend.StreamAsync(thread, """{"content":"stall"}""");
        await stream.ReadUntilAsync(frame => frame.Event == "token" && frame.Data.GetProperty("delta").GetString() == "think");

        await backend.DisposeAsync();
        var frames = await stream.ReadFramesAsync();
        await using var again = await StartAsync(model);
        await again.SendAsync(thread, """{"content":"Next"}""");

        frames[^1].Event.Should().Be("done");
        frames[^1].Data.TryGetProperty("messageId", out _).Should().BeFalse();
        model.Requests[^1].Messages.Select(message => message.Text).Should().Equal("stall", "I think", "Next");
    }

    [Fact]
    public async Task Messages_that_come_during_the_disposal_are_answered_or_stopped_or_refused()
    {
        using var model = new ScriptedChatModel();
        model.When("stall").Stall();
        var backend = await StartAsync(model);
        var threads = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => backend.CreateThreadAsync()));
        // The client of the backend is disposed of with the backend.
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = backend.Backend.Backend.BaseAddress, Timeout = Limit.Time };
        client.DefaultRequestHeaders.Authorization = new("Bearer", backend.Backend.Backend.ApiKey);
        var messages = threads.Select(thread => TestBackend.SendAsync(client, HttpMethod.Post, $"/api/threads/{thread}/messages", """{"content":"stall"}""")).ToArray();
        await model.WaitForRequestsAsync(1);

        await backend.DisposeAsync();

        foreach (var message in messages)
        {
            try
            {
                var answer = await message;
                (answer.Status == 503 || Frames.Names(answer).Last() == "done").Should().BeTrue(answer.Body);
            }
            catch (HttpRequestException)
            {
                // The server had closed its port.
            }
        }

        await using var again = await StartAsync(model);
        var traces = await again.Backend.GetAsync("/api/logs");
        traces.Json.GetProperty("traces").EnumerateArray().Should().OnlyContain(trace => trace.GetProperty("status").GetString() == "ok", "each turn that began was stopped in good order");
    }

    [Fact]
    public async Task A_model_that_blocks_its_thread_does_not_hold_the_disposal_up_and_its_turn_is_unknown_to_the_next_backend()
    {
        var backend = await ScriptedBackend.StartAsync(new BlockingModel(_released), Configure);
        var thread = await backend.CreateThreadAsync();
        using var stream = await backend.StreamAsync(thread, """{"content":"Hi"}""");
        var turn = (await stream.ReadUntilAsync(frame => frame.Event == "token")).Id.Split(':')[0];

        await backend.DisposeAsync().AsTask().WaitAsync(Limit.Time);

        using var model = new ScriptedChatModel();
        await using var again = await StartAsync(model);
        Frames.Last(await again.ReadAgainAsync(thread, turn)).GetProperty("code").GetString().Should().Be("TURN_OUTCOME_UNKNOWN");
    }

    private Task<ScriptedBackend> StartAsync(ScriptedChatModel model) => ScriptedBackend.StartAsync(model, Configure);

    private void Configure(FlapjackBackendOptions options) => options.DataDirectory = _folder.Path;

    private sealed class BlockingModel(ManualResetEventSlim released) : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            yield return new(ChatRole.Assistant, "One ");
            await Task.CompletedTask;
            released.Wait(CancellationToken.None);
            yield return new(ChatRole.Assistant, "two");
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
