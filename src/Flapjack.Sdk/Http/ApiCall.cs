namespace Flapjack.Sdk.Http;

/// <summary>A request on its way, and how often it was sent.</summary>
internal sealed class ApiCall(ApiRequest request)
{
    public ApiRequest Request => request;

    public int Attempts { get; set; }
}
