using Flapjack.ReferenceBackend;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Flapjack.Sdk.AspNetCore.Tests.Credentials;

/// <summary>The reference backend asks the endpoint, as the service would.</summary>
public sealed class BackendCredentialTests
{
    private static readonly Dictionary<string, string> Keys = new() { ["ann"] = "sk-of-ann-0123456789" };

    [Fact]
    public async Task A_user_with_a_key_pays_with_it_and_a_user_without_with_the_platforms()
    {
        using var model = new ScriptedChatModel();
        var made = new List<string>();
        await using var backend = await FlapjackBackend.StartAsync(new()
        {
            AllowLoopbackWebhooks = true,
            ChatModel = model,
            ChatModelOfKey = key =>
            {
                made.Add($"{key.Provider} {key.Model} {key.ApiKey}");
                return model;
            },
        });
        await using var app = await StartAsync(backend, backend.WebhookSecret);
        using var client = backend.CreateClient();
        var agent = await client.CreateAgentAsync(new() { Name = "Ada", DefaultModel = "claude-sonnet-4-6" }).Soon();
        var config = await client.UpdateCredentialConfigAsync(agent.Id, new() { Enabled = true, ResolverUrl = app.Url.AbsoluteUri }).Soon();
        var thread = await client.CreateThreadAsync(agent.Id).Soon();

        await client.SendMessageAsync(thread.Id, "Hello", new() { SenderId = "ann" }).LastAsync().Soon();
        await client.SendMessageAsync(thread.Id, "Hello", new() { SenderId = "bob" }).LastAsync().Soon();

        config.ResolverUrl.Should().Be(app.Url.AbsoluteUri);
        made.Should().Equal("anthropic claude-sonnet-4-6 sk-of-ann-0123456789");
        model.Requests.Select(request => request.CredentialSource).Should().Equal("byok", "platform");
        var sources = new List<string?>();
        await foreach (var trace in client.ListTracesAsync())
        {
            var detail = await client.GetTraceAsync(trace.Id);
            sources.Add(detail.Spans.Single(span => span.Kind == TraceSpanKind.Webhook).Output!.Value.GetProperty("source").GetString());
        }

        sources.Should().Equal("platform", "byok");
        app.Log.Errors.Should().BeEmpty();
        app.Log.Lines.Should().NotContain(line => line.Contains("sk-of-ann"));
    }

    [Fact]
    public async Task An_app_that_does_not_know_the_secret_gives_no_key()
    {
        using var model = new ScriptedChatModel();
        await using var backend = await FlapjackBackend.StartAsync(new() { AllowLoopbackWebhooks = true, ChatModel = model });
        await using var app = await StartAsync(backend, "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX");
        using var client = backend.CreateClient();
        var agent = await client.CreateAgentAsync(new() { Name = "Ada" }).Soon();
        await client.UpdateCredentialConfigAsync(agent.Id, new() { Enabled = true, ResolverUrl = app.Url.AbsoluteUri }).Soon();
        var thread = await client.CreateThreadAsync(agent.Id).Soon();

        var last = await client.SendMessageAsync(thread.Id, "Hello", new() { SenderId = "ann" }).LastAsync().Soon();

        last.Should().BeOfType<ChatDoneEvent>().Which.Content.Should().Be("Hello");
        model.Requests.Single().CredentialSource.Should().Be("platform");
        app.Log.Lines.Should().Contain(line => line.Contains("was refused: Mismatch"));
    }

    private static Task<ResolverApp> StartAsync(FlapjackBackend backend, string secret) => ResolverApp.StartAsync(
        app => app.MapFlapjackCredentialResolver(ResolverApp.Route, (question, _) =>
        {
            question.OrgId.Should().Be(backend.OrgId);
            return Task.FromResult(Keys.GetValueOrDefault(question.UserId ?? ""));
        }),
        // The backend signs by the system's clock.
        services => services.AddSingleton(TimeProvider.System).AddFlapjackCredentialResolver(options => options.Secrets.Add(secret)));
}
