using System.Collections.Frozen;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Chat.Models;

/// <summary>The clients through which agents ask their models. Whoever made the clients disposes of them: the backend does not.</summary>
/// <param name="usual">The client of every model that has none of its own.</param>
/// <param name="byModelId">The clients of single models, by the exact id of the model.</param>
internal sealed class ChatModels(IChatClient usual, IEnumerable<KeyValuePair<string, IChatClient>> byModelId)
{
    /// <summary>The name of the provider of a client that answers for every model, as <see cref="ChatClientMetadata"/> has it: the scripted model.</summary>
    public const string AnyModel = "flapjack-scripted";

    private readonly FrozenDictionary<string, IChatClient> _byModelId = byModelId.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The client that answers for a model.</summary>
    public IChatClient ClientOf(string modelId) => _byModelId.GetValueOrDefault(modelId, usual);

    /// <summary>
    /// The id that the client of a model is told (<see cref="ChatOptions.ModelId"/>); null for a client that decides itself which model it calls. A user who
    /// plugs in one local model must not hear that there is no model <c>gpt-5.4</c>. The scripted model is told, because tests ask for it.
    /// </summary>
    public string? ToldIdOf(string modelId) =>
        ClientOf(modelId).GetService(typeof(ChatClientMetadata)) is ChatClientMetadata { ProviderName: AnyModel } ? modelId : null;
}
