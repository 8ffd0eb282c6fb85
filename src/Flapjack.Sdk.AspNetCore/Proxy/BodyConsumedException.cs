using Microsoft.AspNetCore.Http;

namespace Flapjack.Sdk.AspNetCore.Proxy;

/// <summary>The app itself has read the request's body, so that nothing, or too little, is left to send on.</summary>
internal sealed class BodyConsumedException() : Exception("The request's body was read before the proxy could send it on.")
{
    public ProxyRefusal Refusal { get; } = new(
        StatusCodes.Status500InternalServerError, "BODY_CONSUMED", "This app read the request's body before it could be sent on; the app's log tells more.");
}
