using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Webhooks;

namespace Flapjack.ReferenceBackend.Resources.Tools;

/// <summary>Calls custom tools: posts a call once, and tells the agent how that went.</summary>
/// <param name="post">Sends the calls. Its owner disposes of it.</param>
internal sealed class ToolPost(SignedPost post)
{
    /// <summary>How long a tool may take to answer.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Posts a call. Whatever goes wrong is an outcome, which names neither the tool's address, because it may carry a token, nor what was signed.</summary>
    public async Task<ToolOutcome> SendAsync(ToolDocument tool, byte[] body, string secret, CancellationToken cancellationToken)
    {
        var call = new SignedCall { Url = tool.Url!, Body = body, Secret = secret, Limit = Limit, MaxAnswer = ToolAnswer.MaxBytes };
        return ToolAnswer.Of(tool.Name, await post.SendAsync(call, cancellationToken).ConfigureAwait(false));
    }
}
