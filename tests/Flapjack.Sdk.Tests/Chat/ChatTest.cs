using System.Text.Json;
using Flapjack.Sdk.Tests.Streaming.Resumed;

namespace Flapjack.Sdk.Tests.Chat;

/// <summary>One client that talks in the thread <c>t1</c>, against the literal bytes of one server.</summary>
public abstract class ChatTest : ResumeTest
{
    private protected const string PlainDone = "event: done\ndata: {\"ok\":true,\"messageId\":\"m1\",\"content\":\"ok\"}\n\n";

    private protected IAsyncEnumerable<ChatEvent> Message(SendMessageOptions? options = null, CancellationToken cancellationToken = default) =>
        Client.SendMessageAsync("t1", "Hello!", options, cancellationToken);

    private protected Task<List<ChatEvent>> Send(SendMessageOptions? options = null) => Message(options).All();

    /// <summary>Lets the client learn, by an unrelated call, what the server announces.</summary>
    private protected async Task LearnChat(string headers = ChatWire.Announced)
    {
        var asked = Client.ListThreadParticipantsAsync("t1");
        await (await Next(ChatWire.Probe)).Answers(200, "[]", headers);
        await asked.Soon();
    }

    private protected static string TextOf(IEnumerable<ChatEvent> events) => string.Concat(events.OfType<ChatTokenEvent>().Select(token => token.Delta));

    /// <summary>The results that a request carries: the id of each call, and the result as JSON.</summary>
    private protected static (string Id, string Json)[] ResultsIn(Call call) =>
    [
        .. JsonElement.Parse(call.Body).GetProperty("toolResults").EnumerateArray()
            .Select(result => (result.GetProperty("toolCallId").GetString()!, result.GetProperty("result").GetRawText())),
    ];

    private protected static string ErrorIn(JsonElement? result) => result!.Value.GetProperty("error").GetString()!;
}
