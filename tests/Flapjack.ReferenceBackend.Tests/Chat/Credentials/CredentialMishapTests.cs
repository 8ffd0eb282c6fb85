using System.Text;
using Flapjack.ReferenceBackend.Tests.Chat.Turns;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Tests.Chat.Credentials;

/// <summary>What goes wrong with a resolver costs no answer, and what goes wrong with a key shows it to nobody.</summary>
public sealed class CredentialMishapTests : IDisposable
{
    private const string Key = "sk-ant-api03-SecretSecretSecret-42";

    private readonly ScriptedChatModel _model = new();

    public void Dispose() => _model.Dispose();

    [Theory]
    [InlineData(500, """{"apiKey":"sk-ant-api03-SecretSecretSecret-42","source":"byok"}""", "The resolver answered with the HTTP status 500. The platform's key is used.")]
    [InlineData(200, "<html>", "The resolver answered with what is not JSON. The platform's key is used.")]
    [InlineData(200, """{"apiKey":"sk-ant-api03-SecretSecretSecret-42","source":"mine"}""", "The resolver answered with a key, but not with the source byok. The platform's key is used.")]
    public async Task A_resolver_that_fails_or_lies_costs_no_answer_and_the_trace_says_why(int status, string reply, string error)
    {
        await using var world = await CredentialWorld.StartAsync(_model, async (context, _) =>
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(reply);
        });

        var answer = await world.SendAsync("""{"content":"Hi"}""");
        var (spans, text) = await world.TraceAsync();

        Frames.Text(answer).Should().Be("Hi");
        Frames.Names(answer).Last().Should().Be("done");
        world.Usage().Should().Equal((null, "platform"));
        spans[1].GetProperty("status").GetString().Should().Be("error");
        spans[1].GetProperty("error").GetString().Should().Be(error);
        spans[1].GetProperty("output").GetRawText().Should().Be("""{"source":"platform"}""");
        text.Should().NotContain("SecretSecret");
    }

    [Fact]
    public async Task A_resolver_that_is_slow_delays_the_answer_by_its_time_limit_and_no_more()
    {
        var clock = new ArmedTime();
        await using var world = await CredentialWorld.StartAsync(
            _model, (context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted), options => options.TimeProvider = clock);
        await world.ConfigureAsync("""{"timeoutMs":700}""");

        var sending = world.SendAsync("""{"content":"Hi"}""");
        await world.NextQuestionAsync();
        clock.Advance(TimeSpan.FromMilliseconds(700));

        Frames.Text(await sending.WaitAsync(Limit.Time)).Should().Be("Hi");
        (await world.TraceAsync()).Spans[1].GetProperty("error").GetString().Should().Be("The resolver did not answer within 0.7 s. The platform's key is used.");
    }

    [Fact]
    public async Task A_resolver_on_this_machine_is_not_asked_unless_the_option_allows_it()
    {
        await using var world = await CredentialWorld.StartAsync(_model, new Dictionary<string, string>(), options => options.AllowLoopbackWebhooks = false);

        Frames.Text(await world.SendAsync("""{"content":"Hi"}""")).Should().Be("Hi");

        world.Questions.Should().BeEmpty();
        (await world.TraceAsync()).Spans[1].GetProperty("error").GetString().Should().Contain("not on the public internet");
    }

    [Fact]
    public async Task A_turn_that_is_stopped_does_not_wait_for_the_resolver()
    {
        await using var world = await CredentialWorld.StartAsync(_model, (context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted));

        using var stream = await world.Chat.StreamAsync(world.Thread, """{"content":"Hi"}""");
        await world.NextQuestionAsync();
        await world.Chat.StopAsync(world.Thread);

        (await stream.ReadFramesAsync()).Select(frame => frame.Event).Should().Equal("meta", "done");
        (await world.TraceAsync()).Spans[1].GetProperty("error").GetString().Should().Be("The turn was stopped.");
        _model.Requests.Should().BeEmpty();
        world.Usage().Should().Equal((null, "platform"));
    }

    public static TheoryData<string> Failures => ["told", "thrown", "content", "made", "401"];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_key_that_the_client_of_a_model_quotes_in_its_failure_is_shown_nowhere(string how)
    {
        await using var world = await CredentialWorld.StartAsync(_model, _ => CredentialWorld.Byok(Key), options => options.ChatModelOfKey = key => ClientOf(how, key));
        var answer = await world.SendAsync("""{"content":"A question to find","senderId":"ann"}""");
        var (_, trace) = await world.TraceAsync();

        Frames.Names(answer).Last().Should().Be("error");
        Frames.Last(answer).GetProperty("detail").GetString().Should().Be(how switch
        {
            "told" or "content" => "Incorrect API key provided: [key].",
            "401" => "The model's provider did not accept the key that the agent's credential resolver returned (HTTP status 401).",
            _ => "The client of the model threw InvalidOperationException.",
        });
        world.Usage().Should().Equal(("ann", "byok"));
        string.Join('\n', [answer.Body, trace, .. world.Log.Lines]).Should().NotContain("SecretSecret");
        var files = Directory.GetFiles(world.DataDirectory, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Select(ReadShared).ToList();
        files.Should().Contain(text => text.Contains("A question to find", StringComparison.Ordinal)).And.NotContain(text => text.Contains("SecretSecret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_turn_that_is_stopped_leaves_its_client_to_end_and_to_be_disposed_of()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        KeyedClient? client = null;
        await using var world = await CredentialWorld.StartAsync(_model, _ => CredentialWorld.Byok(Key), options => options.ChatModelOfKey = key =>
            client = new KeyedClient(key, stop => Wait(entered, stop)));

        using var stream = await world.Chat.StreamAsync(world.Thread, """{"content":"Hi"}""");
        await entered.Task.WaitAsync(Limit.Time);
        await world.Chat.StopAsync(world.Thread);

        await client!.Disposed.WaitAsync(Limit.Time);
    }

    private static KeyedClient ClientOf(string how, ModelKey key) => how switch
    {
        "told" => KeyedClient.Throwing(key, new ChatModelException("BAD_KEY", $"Incorrect API key provided: {key.ApiKey}.", innerException: new InvalidOperationException(key.ApiKey))),
        "thrown" => KeyedClient.Throwing(key, new InvalidOperationException($"Incorrect API key provided: {key.ApiKey}")),
        "content" => new KeyedClient(key, _ => KeyedClient.One(new ErrorContent($"Incorrect API key provided: {key.ApiKey}.") { ErrorCode = "BAD_KEY" })),
        "made" => throw new InvalidOperationException($"Incorrect API key provided: {key.ApiKey}"),
        _ => KeyedClient.Throwing(key, new HttpRequestException($"Incorrect API key provided: {key.ApiKey}", null, System.Net.HttpStatusCode.Unauthorized)),
    };

    private static async IAsyncEnumerable<AIContent> Wait(TaskCompletionSource entered, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        entered.SetResult();
        await Task.Delay(Timeout.Infinite, stop);
        yield break;
    }

    private static string ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return reader.ReadToEnd();
    }
}
