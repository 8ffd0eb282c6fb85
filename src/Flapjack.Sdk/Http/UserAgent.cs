using System.Net.Http.Headers;

namespace Flapjack.Sdk.Http;

/// <summary>What the client calls itself.</summary>
internal static class UserAgent
{
    public static readonly ProductInfoHeaderValue Value = new("Flapjack.Sdk", typeof(UserAgent).Assembly.GetName().Version!.ToString(3));
}
