using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Chat.Models;

/// <summary>The client that answers for a model.</summary>
/// <param name="ModelId">The id that was asked for. It decides the client and the price.</param>
/// <param name="Client">The client.</param>
internal sealed record ModelChoice(string ModelId, IChatClient Client)
{
    /// <summary>The name of the provider of a client that answers for every model, as <see cref="ChatClientMetadata"/> has it: the scripted model.</summary>
    public const string AnyModel = "flapjack-scripted";

    /// <summary>
    /// The id that the client is told; null for a client that decides by itself which model it calls. A user who plugs in one local model must not
    /// hear that there is no model <c>gpt-5.4</c>. The scripted model is told, because tests ask for it.
    /// </summary>
    public string? ToldModelId => Client.GetService(typeof(ChatClientMetadata)) is ChatClientMetadata { ProviderName: AnyModel } ? ModelId : null;
}
