using System.Text.Json;
using Flapjack.ReferenceBackend.Chat.Models;
using Microsoft.Extensions.AI;
using static Flapjack.ReferenceBackend.Tests.Chat.Models.OpenAIServer;

namespace Flapjack.ReferenceBackend.Tests.Chat.Models;

/// <summary>What the official client makes of a server's answers, and what the backend makes of the client's failures.</summary>
public sealed class OpenAIClientTests : IAsyncLifetime
{
    private OpenAIServer _server = null!;

    public async Task InitializeAsync() => _server = await OpenAIServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Text_comes_piece_by_piece_and_then_the_usage()
    {
        _server.Streams(Chunk("""{"role":"assistant","content":""}"""), Chunk("""{"content":"Hel"}"""), Chunk("""{"content":"lo"}"""), Chunk("{}", "\"stop\""), Used(40, 5, 30));

        var contents = await ReadAsync();

        contents.OfType<TextContent>().Select(text => text.Text).Where(text => text.Length > 0).Should().Equal("Hel", "lo");
        var details = contents.OfType<UsageContent>().Single().Details;
        (details.InputTokenCount, details.OutputTokenCount, details.CachedInputTokenCount).Should().Be((40, 5, 30));
    }

    [Fact]
    public async Task A_call_that_comes_in_pieces_is_one_call()
    {
        _server.Streams(
            Chunk("""{"role":"assistant","tool_calls":[{"index":0,"id":"call_a","type":"function","function":{"name":"lookup_order","arguments":""}}]}"""),
            Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"{\"order"}}]}"""),
            Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"Id\":7}"}}]}"""),
            Chunk("""{"tool_calls":[{"index":1,"id":"call_b","type":"function","function":{"name":"now","arguments":"{}"}}]}"""),
            Chunk("{}", "\"tool_calls\""));

        var calls = (await ReadAsync()).OfType<FunctionCallContent>().ToArray();

        calls.Select(call => $"{call.CallId} {call.Name} {JsonSerializer.Serialize(call.Arguments)}").Should().Equal("""call_a lookup_order {"orderId":7}""", "call_b now {}");
    }

    [Theory]
    [InlineData(400, false, true)]
    [InlineData(401, false, false)]
    [InlineData(403, false, true)]
    [InlineData(404, false, true)]
    [InlineData(429, false, false)]
    [InlineData(500, true, false)]
    public async Task A_refusal_has_its_status_and_never_the_key(int status, bool isText, bool letsAnotherModelAnswer)
    {
        _server.Refuses(status, isText ? "no" : $$$"""{"error":{"message":"Incorrect API key provided: {{{Key}}}.","type":"invalid_request_error","code":"invalid_api_key"}}""");

        var failure = await FailureAsync();

        failure.ToString().Contains(Key, StringComparison.Ordinal).Should().Be(!isText, "the client repeats what the service said");
        ModelFailure.LetsAnotherModelAnswer(failure).Should().Be(letsAnotherModelAnswer);
        var told = ModelFailure.Of(failure);
        told.Status.Should().Be(status);
        told.ToString().Should().Contain($"(HTTP status {status})").And.NotContain(Key);
    }

    [Fact]
    public async Task A_connection_that_breaks_in_the_middle_is_a_failure_after_the_text_so_far()
    {
        var said = new TaskCompletionSource<string>();
        _server.Breaks(said.Task, Chunk("""{"role":"assistant","content":"Half"}"""));

        var failure = await FailureAsync(text => said.TrySetResult(text));

        (await said.Task).Should().Be("Half");
        ModelFailure.Of(failure).Message.Should().Be("The model could not be reached, or the connection to it broke.");
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_failure()
    {
        var client = _server.Client();
        await _server.DisposeAsync();

        var failure = (await client.Awaiting(it => it.GetResponseAsync("Hi")).Should().ThrowAsync<Exception>()).Which;

        ModelFailure.Of(failure).Message.Should().Be("The model could not be reached, or the connection to it broke.");
    }

    private async Task<List<AIContent>> ReadAsync(Action<string>? said = null)
    {
        using var client = _server.Client();
        var contents = new List<AIContent>();
        await foreach (var update in client.GetStreamingResponseAsync("Hi", cancellationToken: Limit.Token))
        {
            contents.AddRange(update.Contents);
            said?.Invoke(update.Text);
        }

        return contents;
    }

    private async Task<Exception> FailureAsync(Action<string>? said = null) =>
        (await FluentActions.Awaiting(() => ReadAsync(said)).Should().ThrowAsync<Exception>()).Which;
}
