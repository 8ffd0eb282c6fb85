using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Webhooks;

namespace Flapjack.ReferenceBackend.Resources.Tools;

/// <summary>Calls custom tools: posts a call once, and tells the agent how that went.</summary>
/// <param name="post">Sends the calls. Its owner disposes of it.</param>
internal sealed class ToolPost(SignedPost post)
{
    /// <summary>How long a tool may take to answer.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private const int MaxAnswer = 256 * 1024;

    /// <summary>Posts a call. Whatever goes wrong is an outcome, which names neither the tool's address, because it may carry a token, nor what was signed.</summary>
    public async Task<ToolOutcome> SendAsync(ToolDocument tool, byte[] body, string secret, CancellationToken cancellationToken)
    {
        var call = new SignedCall { Url = tool.Url!, Body = body, Secret = secret, Limit = Limit, MaxAnswer = MaxAnswer };
        var result = await post.SendAsync(call, cancellationToken).ConfigureAwait(false);
        return result.IsSuccess ? ToolAnswer.Of(tool.Name, result)
            : result.Verdict == PostVerdict.NotSent ? ToolOutcome.Error($"The tool {tool.Name} {result.Reason}. It has done nothing. Go on without it, and tell the user.")
            : Failed(tool, result.Status is >= 300 and var status ? $"answered with the HTTP status {status}" : result.Reason);
    }

    private static ToolOutcome Failed(ToolDocument tool, string how) =>
        ToolOutcome.Error($"The tool {tool.Name} {how}. Nobody knows whether it has done anything. Go on without its answer, and tell the user.");
}
