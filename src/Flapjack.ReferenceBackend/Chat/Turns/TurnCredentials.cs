using System.Buffers;
using System.Text.Json;
using Flapjack.ReferenceBackend.Agents.Config;
using Flapjack.ReferenceBackend.Chat.Models;
using Flapjack.ReferenceBackend.Usage;
using Flapjack.Sdk;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>
/// Finds out before each call of a model whose key pays for it, and tells the trace: a span beside the call has the question, and the source, but never the key.
/// </summary>
internal sealed class TurnCredentials
{
    private const string SpanName = "credential_resolver";

    private readonly TurnServices _services;
    private readonly TurnSetup _setup;
    private readonly CredentialSettings _settings;

    public TurnCredentials(TurnServices services, TurnSetup setup)
    {
        (_services, _setup) = (services, setup);
        _settings = services.Configs.Get<CredentialSettings>(setup.Thread.AgentId);
        Source = setup.Progress.CredentialSource;
    }

    /// <summary>Who has paid for the calls of the whole message so far, those of earlier requests included; null if there was no call.</summary>
    public string? Source { get; private set; }

    /// <summary>Finds the key for the next call.</summary>
    /// <param name="model">The model.</param>
    /// <param name="trace">The trace.</param>
    /// <param name="parentSpanId">The span that the call is a part of; null for the turn itself.</param>
    /// <param name="stop">Ends the waiting at once.</param>
    /// <returns>The user's key; null for the platform's.</returns>
    public async Task<ModelKey?> FindAsync(string model, TurnTrace trace, string? parentSpanId, CancellationToken stop)
    {
        var key = _settings is { Enabled: true, ResolverUrl.Length: > 0 } ? await AskAsync(model, trace, parentSpanId, stop).ConfigureAwait(false) : null;
        Source = KeySource.Together(Source, SourceOf(key));
        return key;
    }

    private async Task<ModelKey?> AskAsync(string model, TurnTrace trace, string? parentSpanId, CancellationToken stop)
    {
        var provider = ModelPrices.ProviderOf(model);
        var question = QuestionOf(provider, model);
        var span = trace.Begin(TraceSpanKind.Webhook, SpanName, JsonElement.Parse(question), parentSpanId);
        if (provider is null)
        {
            // The contract knows two providers. Nobody could say whose key a model of another name needs.
            trace.End(span, SourceJson(null, $"Nobody was asked, because the provider of the model '{model}' is unknown."));
            return null;
        }

        try
        {
            var answer = await _services.Credentials.AskAsync(_settings, _setup.Thread.OrgId, question, stop).ConfigureAwait(false);
            var key = answer.ApiKey is null ? null : new ModelKey(provider, model, answer.ApiKey);
            trace.End(span, SourceJson(key), answer.Fault is null ? null : TurnTrace.Text($"{answer.Fault} The platform's key is used."));
            return key;
        }
        catch (OperationCanceledException)
        {
            trace.End(span, null, TurnTrace.Text("The turn was stopped."));
            throw;
        }
    }

    private byte[] QuestionOf(string? provider, string model)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("userId"u8, UserId());
            json.WriteString("orgId"u8, _setup.Thread.OrgId);
            json.WriteString("provider"u8, provider);
            json.WriteString("model"u8, model);
            json.WriteEndObject();
        }

        return body.WrittenSpan.ToArray();
    }

    private string? UserId() => _setup.Scope.SenderId ?? (_setup.Scope.Actor.Kind == Caller.User ? _setup.Scope.Actor.Id : null);

    private static string SourceOf(ModelKey? key) => key is null ? KeySource.Platform : KeySource.Byok;

    private static JsonElement SourceJson(ModelKey? key, string? reason = null)
    {
        var source = new Dictionary<string, string> { ["source"] = SourceOf(key) };
        if (reason is not null)
        {
            source["reason"] = reason;
        }

        return JsonSerializer.SerializeToElement(source);
    }
}
