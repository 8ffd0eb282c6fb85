using System.Net.Http.Headers;
using System.Reflection;

namespace Shared.Wire.Http;

/// <summary>What the client calls itself.</summary>
internal static class UserAgent
{
    public static readonly ProductInfoHeaderValue Value = new(Assembly.Name!, Assembly.Version!.ToString(3));

    private static AssemblyName Assembly => typeof(UserAgent).Assembly.GetName();
}
