using Flapjack.ReferenceBackend.Chat.Models;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Tests.Chat.Models;

/// <summary>Which client answers for which model.</summary>
public sealed class ChatModelsTests : IDisposable
{
    private readonly ScriptedChatModel _usual = new();
    private readonly RealModel _haiku = new(new ScriptedChatModel());

    public void Dispose()
    {
        _usual.Dispose();
        _haiku.Dispose();
    }

    [Fact]
    public void A_model_is_answered_by_its_own_client_or_else_by_the_usual_one()
    {
        var models = new ChatModels(_usual, [new("claude-haiku-4-5", _haiku)]);

        models.ClientOf("claude-haiku-4-5").Should().BeSameAs(_haiku);
        models.ClientOf("CLAUDE-HAIKU-4-5").Should().BeSameAs(_usual);
        models.ClientOf("gpt-5.4").Should().BeSameAs(_usual);
    }

    [Fact]
    public void Only_a_scripted_model_is_told_the_id_because_another_client_has_a_model_of_its_own()
    {
        using var middleware = new Passing(_usual);
        var models = new ChatModels(_usual, [new("claude-haiku-4-5", _haiku), new("gpt-5.4-mini", middleware)]);

        models.ToldIdOf("gpt-5.4").Should().Be("gpt-5.4");
        models.ToldIdOf("gpt-5.4-mini").Should().Be("gpt-5.4-mini");
        models.ToldIdOf("claude-haiku-4-5").Should().BeNull();
    }

    [Fact]
    public void Clients_that_are_added_later_do_not_count()
    {
        var clients = new Dictionary<string, IChatClient>();
        var models = new ChatModels(_usual, clients);

        clients["gpt-5.4"] = _haiku;

        models.ClientOf("gpt-5.4").Should().BeSameAs(_usual);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task A_client_without_a_models_id_is_refused(string modelId)
    {
        var options = new FlapjackBackendOptions { Port = null, ChatModels = { [modelId] = _usual } };

        (await options.Awaiting(it => FlapjackBackend.StartAsync(it)).Should().ThrowAsync<ArgumentException>()).WithParameterName("ChatModels");
    }

    [Fact]
    public async Task A_client_that_is_null_is_refused_and_named()
    {
        var options = new FlapjackBackendOptions { Port = null, ChatModels = { ["gpt-5.4"] = null! } };

        (await options.Awaiting(it => FlapjackBackend.StartAsync(it)).Should().ThrowAsync<ArgumentException>()).WithParameterName("ChatModels[gpt-5.4]");
    }

    private sealed class Passing(IChatClient inner) : DelegatingChatClient(inner);

    private sealed class RealModel(IChatClient inner) : DelegatingChatClient(inner)
    {
        public override object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("anthropic", null, "claude-haiku-4-5") : null;
    }
}
