using System.Collections.Frozen;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Chat.Models;

/// <summary>The clients through which agents ask their models. Whoever made the clients disposes of them: the backend does not.</summary>
/// <param name="usual">The client of every model that has none of its own.</param>
/// <param name="byModelId">The clients of single models, by the exact id of the model.</param>
internal sealed class ChatModels(IChatClient usual, IEnumerable<KeyValuePair<string, IChatClient>> byModelId)
{
    private readonly FrozenDictionary<string, IChatClient> _byModelId = byModelId.ToFrozenDictionary(StringComparer.Ordinal);

    public ModelChoice For(string modelId) => new(modelId, _byModelId.GetValueOrDefault(modelId, usual));
}
