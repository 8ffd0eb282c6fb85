using Google.Protobuf;

namespace Shared.Connect;

/// <summary>One type of message, in both codecs.</summary>
/// <param name="Parser">Reads its protobuf.</param>
/// <param name="Json">Its fields in JSON.</param>
internal sealed record MessageKind<T>(MessageParser<T> Parser, MessageJson<T> Json) where T : class, IMessage<T>, new();
