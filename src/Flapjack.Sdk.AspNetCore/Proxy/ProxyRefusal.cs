namespace Flapjack.Sdk.AspNetCore.Proxy;

/// <summary>A request that the proxy answers itself, with the API's error envelope.</summary>
internal sealed class ProxyRefusal(int status, string code, string detail) : Exception(detail)
{
    public int Status => status;

    public string Code => code;
}
