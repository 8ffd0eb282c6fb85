using System.Collections.Frozen;
using Flapjack.ReferenceBackend.Usage;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Chat.Models;

/// <summary>The clients through which agents ask their models. Whoever made the clients disposes of them: the backend does not.</summary>
/// <param name="usual">The client of every model that has none of its own.</param>
/// <param name="byModelId">The clients of single models, by the exact id of the model.</param>
/// <param name="ofKey">Makes a client for a user's key, for one call; null if the other clients answer then, too.</param>
internal sealed class ChatModels(IChatClient usual, IEnumerable<KeyValuePair<string, IChatClient>> byModelId, Func<ModelKey, IChatClient>? ofKey = null)
{
    /// <summary>The name of the provider of a client that answers for every model, as <see cref="ChatClientMetadata"/> has it: the scripted model.</summary>
    public const string AnyModel = "flapjack-scripted";

    /// <summary>The property of the options in which a scripted model is told whose key pays.</summary>
    public const string SourceProperty = "flapjack.credential_source";

    private readonly FrozenDictionary<string, IChatClient> _byModelId = byModelId.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The client that answers for a model.</summary>
    /// <param name="modelId">The model.</param>
    /// <param name="key">The user's key; null for the platform's.</param>
    public IChatClient ClientOf(string modelId, ModelKey? key = null) =>
        key is not null && ofKey is not null ? new KeyedChatClient(ofKey, key) : _byModelId.GetValueOrDefault(modelId, usual);

    /// <summary>
    /// The id that the client of a model is told (<see cref="ChatOptions.ModelId"/>); null for a client that decides itself which model it calls. A user who
    /// plugs in one local model must not hear that there is no model <c>gpt-5.4</c>. The scripted model is told, because tests ask for it.
    /// </summary>
    public string? ToldIdOf(string modelId) => IsScripted(ClientOf(modelId)) ? modelId : null;

    /// <summary>The options with which the client of a model is asked. A scripted model is told which model it is, and whose key pays.</summary>
    public ChatOptions Tell(ChatOptions options, string modelId, ModelKey? key) =>
        IsScripted(ClientOf(modelId, key)) ? Told(options, modelId, key is null ? KeySource.Platform : KeySource.Byok) : options;

    public static bool IsScripted(IChatClient client) => client.GetService(typeof(ChatClientMetadata)) is ChatClientMetadata { ProviderName: AnyModel };

    public static ChatOptions Told(ChatOptions options, string modelId, string source)
    {
        options.ModelId = modelId;
        (options.AdditionalProperties ??= [])[SourceProperty] = source;
        return options;
    }
}
