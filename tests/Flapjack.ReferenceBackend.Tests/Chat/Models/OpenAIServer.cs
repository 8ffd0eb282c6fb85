using System.ClientModel;
using System.ClientModel.Primitives;
using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenAI;

namespace Flapjack.ReferenceBackend.Tests.Chat.Models;

/// <summary>A server that speaks OpenAI's API as far as chats go. Its answers are literal, and it keeps what it was asked.</summary>
public sealed class OpenAIServer : IAsyncDisposable
{
    public const string Key = "sk-proj-0123456789abcdef";

    private readonly ConcurrentQueue<Func<HttpContext, Task>> _answers = [];
    private readonly ConcurrentQueue<JsonElement> _requests = [];
    private readonly WebApplication _app;

    private OpenAIServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapPost("/v1/chat/completions", AnswerAsync);
    }

    /// <summary>The bodies of the requests, in their order.</summary>
    public IReadOnlyList<JsonElement> Requests => [.. _requests];

    public static async Task<OpenAIServer> StartAsync()
    {
        var server = new OpenAIServer();
        await server._app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>The official client of the server. It does not try again, so that each answer is asked for once.</summary>
    public IChatClient Client(string model = "local-model")
    {
        var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        var client = new OpenAIClient(new ApiKeyCredential(Key), new() { Endpoint = new($"{address}/v1"), RetryPolicy = new ClientRetryPolicy(0) });
        return client.GetChatClient(model).AsIChatClient();
    }

    /// <summary>The next answer: events, of which each piece is the data.</summary>
    public void Streams(params string[] data) => _answers.Enqueue(context => WriteAsync(context, [.. data, "[DONE]"]));

    /// <summary>The next answer: events, and in the middle of another event the connection breaks.</summary>
    /// <param name="seen">Ends when the client has read the events: what it has not read is lost with the connection.</param>
    /// <param name="data">The events.</param>
    public void Breaks(Task seen, params string[] data) => _answers.Enqueue(async context =>
    {
        await WriteAsync(context, data);
        await seen;
        await context.Response.WriteAsync("data: {\"id\":\"c\",\"obj");
        await context.Response.Body.FlushAsync();
        context.Abort();
    });

    /// <summary>The next answer: a refusal.</summary>
    public void Refuses(int status, string body) => _answers.Enqueue(context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    });

    /// <summary>The next answer: some events, and then nothing until the client leaves.</summary>
    /// <returns>Ends when the client has left.</returns>
    public Task Stalls(params string[] data)
    {
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _answers.Enqueue(async context =>
        {
            await WriteAsync(context, data);
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            left.SetResult();
        });
        return left.Task;
    }

    /// <summary>A piece of an answer, as the service writes it.</summary>
    /// <param name="delta">What is new.</param>
    /// <param name="finish">Why the answer ends, in quotes.</param>
    public static string Chunk(string delta, string finish = "null") =>
        $$"""{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,"model":"local-model","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{finish}}}]}""";

    /// <summary>The last piece of an answer: how many tokens it used.</summary>
    public static string Used(int input, int output, int cached) =>
        $$$$"""{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,"model":"local-model","choices":[],"usage":{"prompt_tokens":{{{{input}}}},"completion_tokens":{{{{output}}}},"total_tokens":{{{{input + output}}}},"prompt_tokens_details":{"cached_tokens":{{{{cached}}}}}}}""";

    private static async Task WriteAsync(HttpContext context, IEnumerable<string> data)
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var piece in data)
        {
            await context.Response.WriteAsync($"data: {piece}\n\n");
            await context.Response.Body.FlushAsync();
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        context.Request.Headers.Authorization.ToString().Should().Be($"Bearer {Key}");
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        _requests.Enqueue(body.RootElement.Clone());
        if (_answers.TryDequeue(out var answer))
        {
            await answer(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status418ImATeapot;
    }
}
