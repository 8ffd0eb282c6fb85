using System.Net;
using System.Runtime.CompilerServices;

namespace Testing.Client;

/// <summary>Keeps a proxy of the machine's environment away from the loopback servers of the tests.</summary>
internal static class NoProxy
{
    [ModuleInitializer]
    internal static void Use() => HttpClient.DefaultProxy = new WebProxy();
}
