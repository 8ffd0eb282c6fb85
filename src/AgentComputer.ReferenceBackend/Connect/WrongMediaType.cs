using Microsoft.AspNetCore.Http;
using Shared.Connect;

namespace AgentComputer.ReferenceBackend.Connect;

/// <summary>Answers a request whose media type the method does not take, with 415.</summary>
internal static class WrongMediaType
{
    /// <param name="context">The request and its answer.</param>
    /// <param name="typeOf">The media type that the method takes, for each codec.</param>
    /// <param name="advice">What else helps; empty for nothing.</param>
    public static Task AnswerAsync(HttpContext context, Func<PayloadCodec, string> typeOf, string advice = "")
    {
        var (json, protobuf) = (typeOf(PayloadCodec.Json), typeOf(PayloadCodec.Protobuf));
        context.Response.Headers["Accept-Post"] = $"{json}, {protobuf}";
        var type = context.Request.ContentType is { Length: > 0 } given ? $"'{given}'" : "missing";
        return UnaryMethod.RefuseAsync(
            context,
            new(ConnectCodes.InvalidArgument, $"The Content-Type is {type}; {context.Request.Path} takes {json} or {protobuf}.{advice}"),
            StatusCodes.Status415UnsupportedMediaType);
    }
}
