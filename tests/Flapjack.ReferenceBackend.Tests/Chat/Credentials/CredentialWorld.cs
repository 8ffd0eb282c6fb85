using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Chat.Turns;
using Flapjack.ReferenceBackend.Tests.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Tests.Chat.Credentials;

/// <summary>A backend whose agent asks a resolver for keys, and the resolver, which answers as the test wants.</summary>
internal sealed class CredentialWorld : IAsyncDisposable
{
    private readonly TempFolder _data = new();
    private WebhookReceiver _resolver = null!;

    public ScriptedBackend Chat { get; private set; } = null!;

    public string Thread { get; private set; } = null!;

    public CapturedLog Log { get; } = new();

    public string DataDirectory => _data["data"];

    /// <summary>What the resolver was asked, in order.</summary>
    public IReadOnlyList<string> Questions => [.. _resolver.Received.Select(asked => asked.Text)];

    /// <summary>The resolver returns the key of the user whom it is asked about, and null for everybody without a key.</summary>
    public static Task<CredentialWorld> StartAsync(
        IChatClient model, IReadOnlyDictionary<string, string> keys, Action<FlapjackBackendOptions>? configure = null) =>
        StartAsync(model, asked => keys.TryGetValue(asked.GetProperty("userId").GetString() ?? "", out var key) ? Byok(key) : Platform, configure);

    public static Task<CredentialWorld> StartAsync(IChatClient model, Func<JsonElement, string> reply, Action<FlapjackBackendOptions>? configure = null) =>
        StartAsync(model, (context, asked) => context.Response.WriteAsync(reply(JsonElement.Parse(asked.Body))), configure);

    public static async Task<CredentialWorld> StartAsync(
        IChatClient model, Func<HttpContext, ReceivedWebhook, Task> answer, Action<FlapjackBackendOptions>? configure = null)
    {
        var world = new CredentialWorld { _resolver = await WebhookReceiver.StartAsync(answer) };
        world.Chat = await ScriptedBackend.StartAsync(model, options =>
        {
            options.AllowLoopbackWebhooks = true;
            options.DataDirectory = world.DataDirectory;
            options.LoggerFactory = world.Log.Loggers;
            configure?.Invoke(options);
        });
        world.Thread = await world.Chat.CreateThreadAsync();
        await world.ConfigureAsync($$"""{"enabled":true,"resolverUrl":"{{world._resolver.Url("/keys")}}"}""");
        return world;
    }

    public const string Platform = """{"apiKey":null,"source":"platform"}""";

    public static string Byok(string key) => $$"""{"apiKey":"{{key}}","source":"byok"}""";

    public async Task ConfigureAsync(string body)
    {
        var answer = await TestBackend.SendAsync(Chat.Backend.Client, HttpMethod.Put, $"/api/agents/{Chat.AgentId}/credentials", body);
        answer.Status.Should().Be(200, answer.Body);
    }

    public Task<HttpAnswer> SendAsync(string body) => Chat.SendAsync(Thread, body);

    public Task NextQuestionAsync() => _resolver.NextAsync();

    /// <summary>The spans of the latest trace, and its whole text.</summary>
    public async Task<(IReadOnlyList<JsonElement> Spans, string Text)> TraceAsync()
    {
        var id = (await Chat.Backend.GetAsync("/api/logs")).Json.GetProperty("traces")[0].GetProperty("id").GetString();
        var answer = await Chat.Backend.GetAsync($"/api/logs/{id}");
        return ([.. answer.Json.GetProperty("spans").EnumerateArray()], answer.Body);
    }

    /// <summary>Of each turn that was counted, in order: who asked, and whose key paid.</summary>
    public IReadOnlyList<(string? User, string Source)> Usage() => Usage("run_id IS NULL");

    /// <summary>The same of each step of a run.</summary>
    public IReadOnlyList<(string? User, string Source)> UsageOf(string runId) => Usage($"run_id = '{runId}'");

    public async ValueTask DisposeAsync()
    {
        await Chat.DisposeAsync();
        await _resolver.DisposeAsync();
        _data.Dispose();
    }

    private List<(string? User, string Source)> Usage(string which)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Directory.GetFiles(DataDirectory, "*.db").Single(),
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT user_id, credential_source FROM usage_events WHERE {which} ORDER BY id";
        using var rows = command.ExecuteReader();
        var found = new List<(string?, string)>();
        while (rows.Read())
        {
            found.Add((rows.IsDBNull(0) ? null : rows.GetString(0), rows.GetString(1)));
        }

        return found;
    }
}
