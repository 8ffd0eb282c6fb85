global using WireApiException = Architecture.Tests.OtherVendor.RefusedException;
global using WireConnectionException = Architecture.Tests.OtherVendor.BrokenException;
global using WireException = Architecture.Tests.OtherVendor.AnyException;
global using WireInterruptedException = Architecture.Tests.OtherVendor.CutException;
global using WireNotAnnouncedException = Architecture.Tests.OtherVendor.MissingException;
global using WireProtocolException = Architecture.Tests.OtherVendor.OddException;
global using WireTimeoutBudget = Architecture.Tests.OtherVendor.Budget;
global using WireTimeoutException = Architecture.Tests.OtherVendor.LateException;
