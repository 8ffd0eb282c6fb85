using Flapjack.Sdk.Extensions.AI.Chat;
using Flapjack.Sdk.Extensions.AI.Computers;
using Microsoft.Extensions.AI;

namespace Flapjack.Sdk.Extensions.AI;

/// <summary>Flapjack in the words of Microsoft.Extensions.AI.</summary>
public static class FlapjackAIExtensions
{
    /// <summary>A thread as an <see cref="IChatClient"/>: a request sends a message to the agent of the thread, and the response is the agent's answer.</summary>
    /// <param name="client">The client to send with. It is not disposed with the chat client.</param>
    /// <param name="threadId">The thread's id, a UUID. <see cref="ChatOptions.ConversationId"/> names another thread for one request.</param>
    /// <param name="options">How messages are sent; null for the defaults.</param>
    /// <returns>The chat client; thread-safe, although the agent of a thread answers one message at a time.</returns>
    /// <exception cref="ArgumentException">The id is blank, or an option can't hold for all messages; the message names it.</exception>
    /// <remarks>
    /// <para>
    /// The service keeps the history of a thread. So only what is new is sent: the messages behind the last message of the assistant. The messages before
    /// it are taken for what the thread knows already, and are not sent again. Several new messages of the user are sent as one message, with a blank line
    /// between them. If nothing is new, the request is an <see cref="ArgumentException"/>.
    /// </para>
    /// <para>
    /// A request sends text, or the results of functions. A picture, a message of the system, or an option that the service has no field for, is a
    /// <see cref="NotSupportedException"/> before anything is sent; see <see cref="FlapjackChatClientOptions.IgnoreUnsupportedOptions"/>.
    /// </para>
    /// <para>
    /// The functions in <see cref="ChatOptions.Tools"/> are tools of the message that run in your process. The chat client itself calls none: their calls
    /// are <see cref="FunctionCallContent"/>s, and the next request takes a <see cref="FunctionResultContent"/> for each, as <c>UseFunctionInvocation()</c>
    /// does it. The calls of the service's own tools are <see cref="FunctionCallContent.InformationalOnly"/>, because they have run already.
    /// </para>
    /// <para>
    /// Only an answer is a response. A turn that fails, is stopped, or ends nobody knows how throws a <see cref="ChatNotAnsweredException"/>, and a broken
    /// stream a <see cref="FlapjackStreamInterruptedException"/>; when streaming, after the updates that came. <see cref="ChatResponse.RawRepresentation"/>
    /// is the <see cref="ChatResult"/>, and that of an update is its <see cref="ChatEvent"/>.
    /// </para>
    /// </remarks>
    public static IChatClient AsIChatClient(this FlapjackClient client, string threadId, FlapjackChatClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrWhiteSpace(threadId);
        return new ThreadChatClient(client, threadId, (options ?? new()).Checked());
    }

    /// <summary>A function as a tool of a message, <see cref="SendMessageOptions.Tools"/>.</summary>
    /// <param name="function">The function, for example of <see cref="AIFunctionFactory"/>.</param>
    /// <param name="services">What the function takes its services from; null for none.</param>
    /// <returns>
    /// The tool. It calls the function, unless this is only a declaration, or an <see cref="ApprovalRequiredAIFunction"/>: a tool of these has no delegate,
    /// so that its calls end the stream with a <see cref="ChatRequiresActionEvent"/>, and you answer them by hand.
    /// </returns>
    /// <remarks>
    /// The agent is told a text as it is, and any other result as JSON. If the function throws, the agent is told the message of the exception; see
    /// <see cref="SendMessageOptions.OnToolCall"/>.
    /// </remarks>
    public static ChatTool AsChatTool(this AIFunctionDeclaration function, IServiceProvider? services = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        var tool = ClientFunction.Declare(function);
        return function is AIFunction called && function.GetService<ApprovalRequiredAIFunction>() is null
            ? tool with { OnCall = (call, cancellationToken) => ClientFunction.CallAsync(called, services, call, cancellationToken) }
            : tool;
    }

    /// <summary>
    /// An agent's computer as functions that a model calls: <c>run_command</c>, <c>read_file</c>, <c>write_file</c> and <c>list_files</c>. Any
    /// <see cref="IChatClient"/> takes them as <see cref="ChatOptions.Tools"/>, and so do the agent frameworks that stand on it.
    /// </summary>
    /// <param name="client">The client that reaches the computer.</param>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="options">Which functions, what they are called, and their limits; null for the defaults.</param>
    /// <returns>The functions, in the order in which they stand above. They hold nothing that must be disposed of.</returns>
    /// <exception cref="ArgumentException">The id is blank, or an option is out of its range; the message names it.</exception>
    /// <remarks>
    /// <para>
    /// Each function returns a JSON object. A command that fails is such a result too, with its <c>exitCode</c>. What the model can do something about is
    /// an <c>error</c> in it: arguments that are wrong, a file that is not there, a limit of the service, a connection that broke, after which nobody
    /// knows whether the command ran. What only you can do something about is thrown: a wrong key (401), a missing scope (403), an unknown agent (404), a
    /// computer that is gone (410).
    /// </para>
    /// <para>Commands run by <c>POST /api/agents/{agentId}/computer/exec</c>, and so do the file functions, because the service has no calls for files.</para>
    /// </remarks>
    public static IReadOnlyList<AIFunction> CreateComputerTools(this FlapjackClient client, string agentId, ComputerToolsOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrWhiteSpace(agentId);
        return ComputerFunctions.Of(client, agentId, (options ?? new()).Checked());
    }
}
